package org.spillway.catalog.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.catalog.usage.Delivery.HTTP;
import static org.spillway.catalog.usage.Delivery.PEERS;
import static org.spillway.catalog.usage.Delivery.WEB_SEED;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageMeterTest {
  private final UsageMeter meter = new UsageMeter();

  @Test
  void snapshot_atFirst_isEmpty() {
    assertThat(meter.snapshot()).isEmpty();
    assertThat(meter.sent(HTTP)).isEqualTo(SentBytes.NONE);
    assertThat(SentBytes.NONE.total()).isZero();
  }

  @Test
  void snapshot_addsUpEachKey() {
    meter.of("/one", HTTP, "curl").sent(3);
    meter.of("/one", HTTP, "curl").sent(2);
    meter.of("/one", PEERS, "aria2").sentBlocks(2, 32_768);
    meter.of("/one", PEERS, "aria2").rejected();
    meter.of("/asked for with HEAD", HTTP, "curl").sent(0);
    assertThat(meter.snapshot())
        .isEqualTo(
            Map.of(
                new UsageKey("/one", HTTP, "curl"), new Usage(5, 0, 0),
                new UsageKey("/one", PEERS, "aria2"), new Usage(32_768, 2, 1)));
  }

  @Test
  void sent_addsUpTheClientsOfOneDelivery() {
    meter.of("/one", HTTP, "curl").sent(3);
    meter.of("/one", HTTP, "wget").sent(4_000_000_000L);
    meter.of("/one", WEB_SEED, "aria2").sent(7);
    meter.of("/other", HTTP, "curl").sent(2);
    meter.of("/never sent", PEERS, "aria2").rejected();
    var sent = meter.sent(HTTP);
    assertThat(sent.byPath()).isEqualTo(Map.of("/one", 4_000_000_003L, "/other", 2L));
    assertThat(sent.total()).isEqualTo(4_000_000_005L);
    assertThat(meter.sent(PEERS)).isEqualTo(SentBytes.NONE);
  }

  @Test
  void of_moreFilesThanAreCountedApart_shareANumber() {
    IntStream.range(0, UsageMeter.KEYS + 5).forEach(i -> meter.of("/" + i, HTTP, "curl").sent(1));
    meter.of("/7", HTTP, "curl").sent(1);
    var sent = meter.sent(HTTP);
    assertThat(sent.byPath())
        .hasSize(UsageMeter.KEYS + 1)
        .containsEntry("/7", 2L)
        .containsEntry(SentBytes.OTHERS, 5L);
    assertThat(sent.total()).isEqualTo(UsageMeter.KEYS + 6);
  }

  @Test
  void of_manyThreads_noByteIsLost() {
    IntStream.range(0, 10_000)
        .parallel()
        .forEach(i -> meter.of("/" + i % 3, HTTP, "curl").sent(10));
    assertThat(meter.sent(HTTP).total()).isEqualTo(100_000);
  }
}
