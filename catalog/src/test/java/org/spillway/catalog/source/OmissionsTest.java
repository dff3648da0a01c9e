package org.spillway.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.Omissions.Reason;

class OmissionsTest {
  @Test
  void sentence_countsEachReason() {
    var omissions = new Omissions();
    assertThat(omissions.sentence()).isEmpty();
    omissions.add(Reason.LINK, "/a");
    omissions.add(Reason.UNREADABLE, "/b");
    omissions.add(Reason.UNREADABLE, "/c");
    assertThat(omissions.sentence())
        .hasValue(
            "these are not offered: 2 that not everybody may read, such as /b (chmod o+r); 1 that"
                + " lead out of the folder, or to nothing that is offered, such as the link /a");
  }
}
