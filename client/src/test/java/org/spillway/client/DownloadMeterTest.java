package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DownloadMeterTest {
  @Test
  void result_bytesOfEachSourceAndTheTime() {
    var time = new AtomicLong(-3);
    var meter = new DownloadMeter(Progress.NONE, time::get);
    meter.found(Route.NEGOTIATED, "a torrent");
    meter.started("file.iso", 9);
    meter.received(Source.PEER, 4);
    meter.received(Source.WEB_SEED, 3);
    meter.received(Source.PEER, 2);
    time.addAndGet(Duration.ofSeconds(7).toNanos());
    var file = Path.of("file.iso");
    assertThat(meter.result(file))
        .isEqualTo(
            new DownloadResult(
                file,
                9,
                Route.NEGOTIATED,
                Map.of(Source.PEER, 6L, Source.WEB_SEED, 3L),
                Duration.ofSeconds(7)));
  }
}
