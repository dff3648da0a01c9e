package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorrentFilterWebSeedIT extends WebSeedContract {
  TorrentFilterWebSeedIT() {
    super(HttpFixture.Door.FILTER);
  }

  /** It must not hold a thread of the container for each client. */
  @Test
  void get_withoutAsync_doesNotWait(@TempDir Path other) throws IOException {
    var settings = NegotiationSettings.DEFAULT.withWebSeed(policy);
    try (var blocking = HttpFixture.open(HttpFixture.Door.BLOCKING_FILTER, other, settings)) {
      blocking.start().file("/small.iso", "small");
      blocking.hashed("/small.iso");
      policy.say(UNDECIDED);
      assertThat(blocking.get("/seed/small.iso").body()).hasSize(5);
      assertThat(policy.asked()).hasSize(1);
      policy.say(LATER);
      assertLater(blocking.get("/seed/small.iso"));
    }
  }
}
