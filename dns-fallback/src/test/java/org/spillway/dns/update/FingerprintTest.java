package org.spillway.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

class FingerprintTest {
  private static final Fingerprint WANTED = of(txt(300, "ZDg6"));

  private static Record txt(long ttl, String text) {
    return new TXTRecord(Name.root, DClass.IN, ttl, text);
  }

  private static Fingerprint of(Record... records) {
    return Fingerprint.of(List.of(records));
  }

  @Test
  void holds_theSame() {
    assertThat(of(txt(300, "ZDg6")).holds(WANTED)).isTrue();
    assertThat(Fingerprint.NONE.holds(Fingerprint.NONE)).isTrue();
  }

  @Test
  void holds_another() {
    for (var held : Arrays.asList(txt(300, "ZDg7"), txt(300, "theirs"))) {
      assertThat(of(held).holds(WANTED)).isFalse();
      assertThat(of(held, txt(300, "theirs too")).holds(WANTED)).isFalse();
    }
    assertThat(of(txt(300, "ZDg6"), txt(300, "ZDg7")).holds(WANTED)).isFalse();
    assertThat(Fingerprint.NONE.holds(WANTED)).isFalse();
  }

  /** There the TTL is theirs. */
  @Test
  void holds_otherTtl() {
    assertThat(of(txt(61, "ZDg6")).holds(WANTED)).isFalse();
    assertThat(of(txt(61, "ZDg6"), txt(61, "theirs")).holds(WANTED)).isTrue();
  }

  @Test
  void holds_nothingOfOurs() {
    assertThat(of(txt(61, "theirs")).holds(Fingerprint.NONE)).isTrue();
    assertThat(of(txt(61, "theirs"), txt(61, "ZDg6")).holds(Fingerprint.NONE)).isFalse();
  }
}
