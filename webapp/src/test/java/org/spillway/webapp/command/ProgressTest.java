package org.spillway.webapp.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.spillway.client.DownloadResult;
import org.spillway.client.Route;
import org.spillway.client.Source;

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
        Route.NEGOTIATED,
        Map.of(Source.PEER, 8L * MIB, Source.WEB_SEED, 2L * MIB),
        Duration.ofMillis(2500));
  }

  @Test
  void lines_oneForEachTenth() {
    var progress = new LineProgress(out, clock);
    progress.found(Route.NEGOTIATED, "V1 a.iso");
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
    assertThat(output()).isEqualTo("a: unknown length\n65.0 MiB at 65.0 MiB/s: HTTP 65.0 MiB\n");
  }

  @Test
  void terminal_barIsDrawnOver() {
    var progress = new TerminalProgress(out, () -> 60, clock);
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

  private static String lastDrawn(String output) {
    return output.substring(output.lastIndexOf("\r") + 1).stripTrailing();
  }

  @Test
  void terminal_neverWiderThanItIs() {
    for (var name :
        List.of("a-very-long-name-that-does-not-fit-anywhere.tar.gz", "映画".repeat(30))) {
      for (int columns = 1; columns < 250; columns++) {
        int width = columns;
        bytes.reset();
        var progress = new TerminalProgress(out, () -> width, clock);
        progress.started(name, 1000L * MIB);
        clock.advance(Duration.ofSeconds(1));
        progress.received(Source.PEER, 300L * MIB);
        int drawn = TextWidth.of(lastDrawn(output()));
        assertThat(drawn).isLessThanOrEqualTo(Math.max(1, columns - 1));
        assertThat(drawn).as("columns %s", columns).isGreaterThanOrEqualTo(Math.min(1, columns));
      }
    }
  }

  @Test
  void terminal_takesTheWholeWidth_alsoAfterAChange() {
    var columns = new AtomicInteger(100);
    var progress = new TerminalProgress(out, columns::get, clock);
    progress.started("a.iso", 10 * MIB);
    assertThat(output()).contains("[" + "-".repeat(100 - 1 - 2 - 32 - 6) + "]");
    columns.set(50);
    bytes.reset();
    clock.advance(Duration.ofSeconds(1));
    progress.received(Source.PEER, MIB);
    assertThat(output().length()).isEqualTo("\r".length() + 49);
    columns.set(200);
    clock.advance(Duration.ofSeconds(1));
    progress.received(Source.PEER, 9 * MIB);
    assertThat(output()).contains("[" + "#".repeat(200 - 1 - 2 - 32 - 6) + "]");
  }

  @Test
  void terminal_namesCannotCommandIt() {
    var progress = new TerminalProgress(out, () -> 80, clock);
    progress.started("a\u001b[2Jb\nc.iso", 10 * MIB);
    progress.note("\u001b]0;title\u0007");
    assertThat(output()).doesNotContain("\u001b", "\u0007").contains("a?[2Jb?c.iso", "?]0;title?");
  }

  @Test
  void terminal_size() {
    assertThat(Terminal.size("24 117\n")).hasValue(117);
    assertThat(Terminal.size("0 0\n")).hasValue(80);
    assertThat(Terminal.size("")).isEmpty();
    assertThat(Terminal.size("stty: 24 80")).isEmpty();
  }

  @Test
  void terminal_notesStandAboveTheBar() {
    var progress = new TerminalProgress(out, () -> 60, clock);
    progress.note("connection refused");
    progress.finished(result());
    assertThat(output())
        .contains("connection refused\n")
        .endsWith("a.iso: 10.0 MiB in 2.5 s, web seed 2.0 MiB, peers 8.0 MiB\n");
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
