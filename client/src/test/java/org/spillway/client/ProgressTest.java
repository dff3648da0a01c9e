package org.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final int MIB = 1024 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);
  private final HandClock clock = new HandClock();

  private static final class HandClock extends Clock {
    private Instant now = Instant.EPOCH;

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  private String output() {
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static DownloadResult result() {
    return new DownloadResult(
        Path.of("a.iso"),
        10 * MIB,
        Found.NEGOTIATED,
        Map.of(Source.PEER, 8L * MIB, Source.WEB_SEED, 2L * MIB),
        Duration.ofMillis(2500));
  }

  @Test
  void lines_oneForEachTenth() {
    var progress = new LineProgress(out, clock);
    progress.found(Found.NEGOTIATED, "V1 a.iso");
    progress.started("a.iso", 10 * MIB);
    clock.advance(Duration.ofSeconds(2));
    progress.received(Source.PEER, 4 * MIB);
    progress.received(Source.PEER, 10);
    progress.received(Source.WEB_SEED, 6 * MIB - 10);
    progress.finished(result());
    assertThat(output())
        .isEqualTo(
            """
            found: torrent by content negotiation (V1 a.iso)
            a.iso: 10485760 bytes
            40 % at 2.0 MiB/s: peers 4.0 MiB
            100 % at 5.0 MiB/s: web seed 6.0 MiB, peers 4.0 MiB
            done: a.iso, 10485760 bytes in 2.5 s (web seed 2.0 MiB, peers 8.0 MiB)
            """);
  }

  @Test
  void lines_lengthNotKnown() {
    var progress = new LineProgress(out, clock);
    progress.started("a", -1);
    clock.advance(Duration.ofSeconds(1));
    progress.received(Source.HTTP, 63 * MIB);
    progress.received(Source.HTTP, 2 * MIB);
    assertThat(output()).isEqualTo("a: length not known\n65.0 MiB at 65.0 MiB/s: HTTP 65.0 MiB\n");
  }

  @Test
  void terminal_barIsDrawnOver() {
    var progress = new TerminalProgress(out, 60, clock);
    progress.started("a.iso", 10 * MIB);
    clock.advance(Duration.ofSeconds(1));
    progress.received(Source.RESUMED, 4 * MIB);
    progress.received(Source.PEER, MIB);
    clock.advance(Duration.ofSeconds(1));
    progress.received(Source.PEER, MIB);
    assertThat(output().stripTrailing())
        .startsWith("\ra.iso [")
        .endsWith("\ra.iso [###########--------]  60 % 1.0 MiB/s, 0:04 left");
  }

  @Test
  void terminal_neverWiderThanItIs() {
    for (int columns = 1; columns < 120; columns++) {
      bytes.reset();
      var progress = new TerminalProgress(out, columns, clock);
      progress.started("a-very-long-name-that-does-not-fit-anywhere.tar.gz", 1000L * MIB);
      clock.advance(Duration.ofSeconds(1));
      progress.received(Source.PEER, 300L * MIB);
      String drawn = output().substring(output().lastIndexOf("\r") + 1);
      assertThat(drawn.stripTrailing().length()).isLessThanOrEqualTo(Math.max(1, columns - 1));
    }
  }

  @Test
  void terminal_notesStandAboveTheBar() {
    var progress = new TerminalProgress(out, 60, clock);
    progress.note("connection refused");
    progress.finished(result());
    assertThat(output())
        .contains("connection refused\n")
        .endsWith("a.iso: 10.0 MiB in 2.5 s, web seed 2.0 MiB, peers 8.0 MiB\n");
  }

  @Test
  void forConsole_pipe() {
    Progress.forConsole(out, false, 80).started("a", 5);
    assertThat(output()).isEqualTo("a: 5 bytes\n");
  }

  @Test
  void units_asPeopleReadThem() {
    assertThat(Units.bytes(0)).isEqualTo("0 B");
    assertThat(Units.bytes(1023)).isEqualTo("1023 B");
    assertThat(Units.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Units.bytes(1024 * 1024 - 1)).isEqualTo("1.0 MiB");
    assertThat(Units.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    assertThat(Units.time(Duration.ofSeconds(65))).isEqualTo("1:05");
    assertThat(Units.time(Duration.ofSeconds(3661))).isEqualTo("1:01:01");
    assertThat(Units.percent(0, 0)).isEqualTo(100);
    assertThat(Units.percent(999, 1000)).isEqualTo(99);
  }
}
