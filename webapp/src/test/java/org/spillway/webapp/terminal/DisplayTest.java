package org.spillway.webapp.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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

class DisplayTest {
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
  void lines_oneEveryTenSeconds() {
    var display = new LineDisplay(out, false, clock);
    var view = display.begin("http://host/a.iso");
    view.found(Route.NEGOTIATED, "V1 a.iso");
    view.started("a.iso", 10 * MIB);
    clock.advance(Duration.ofSeconds(2));
    view.received(Source.PEER, 4 * MIB);
    display.tick();
    clock.advance(Duration.ofSeconds(8));
    view.received(Source.PEER, 10);
    display.tick();
    display.tick();
    clock.advance(Duration.ofSeconds(12));
    display.tick();
    view.received(Source.WEB_SEED, 6 * MIB - 10);
    view.finished(result());
    clock.advance(Duration.ofSeconds(100));
    display.tick();
    assertThat(output())
        .isEqualTo(
            """
            found: torrent by content negotiation (V1 a.iso)
            a.iso: 10485760 bytes
            40 % at 409.6 KiB/s: peers 4.0 MiB
            40 %, stalled 12 s: peers 4.0 MiB
            done: a.iso, 10485760 bytes in 2.5 s (web seed 2.0 MiB, peers 8.0 MiB)
            """);
  }

  @Test
  void lines_lengthNotKnown_andSilentServer() {
    var display = new LineDisplay(out, false, clock);
    var view = display.begin("http://host/a");
    clock.advance(Duration.ofSeconds(10));
    display.tick();
    view.started("a", -1);
    clock.advance(Duration.ofSeconds(10));
    view.received(Source.HTTP, 65 * MIB);
    display.tick();
    assertThat(output())
        .isEqualTo(
            "waiting for the server 10 s\na: unknown length\n65.0 MiB at 6.5 MiB/s: HTTP 65.0 MiB\n");
  }

  @Test
  void lines_ofSeveral_sayWhich() {
    var display = new LineDisplay(out, true, clock);
    display.begin("http://host/a").started("a", 5);
    display.begin("http://host/b").failed(8, "http://host/b: HTTP 404");
    display.close();
    display.begin("http://host/c").started("c", 1);
    assertThat(output()).isEqualTo("a: 5 bytes\nspillway: http://host/b: HTTP 404\n");
  }

  @Test
  void terminal_barIsDrawnOver() {
    var view = new TerminalDisplay(out, () -> 60, clock).begin("http://host/a.iso");
    view.started("a.iso", 10 * MIB);
    clock.advance(Duration.ofSeconds(1));
    view.received(Source.RESUMED, 4 * MIB);
    view.received(Source.PEER, MIB);
    clock.advance(Duration.ofSeconds(1));
    view.received(Source.PEER, MIB);
    assertThat(output().stripTrailing())
        .startsWith("\ra.iso [")
        .endsWith("\ra.iso [###########--------]  60 % 1.0 MiB/s, 0:04 left");
  }

  private static String lastDrawn(String output) {
    return output.substring(output.lastIndexOf("\r") + 1).stripTrailing();
  }

  @Test
  void terminal_isDrawnByTime() {
    var display = new TerminalDisplay(out, () -> 60, clock);
    var view = display.begin("a.iso");
    display.tick();
    assertThat(output()).isEmpty();
    clock.advance(Duration.ofSeconds(4));
    display.tick();
    assertThat(lastDrawn(output())).isEqualTo("a.iso: waiting for the server 4 s");
    view.started("a.iso", 10 * MIB);
    view.received(Source.PEER, 4 * MIB);
    clock.advance(Duration.ofSeconds(12));
    display.tick();
    assertThat(lastDrawn(output())).isEqualTo("a.iso [#######------------]  40 % stalled 12 s");
    view.received(Source.PEER, 6 * MIB);
    clock.advance(Duration.ofSeconds(60));
    display.tick();
    assertThat(lastDrawn(output())).endsWith("100 % 142.2 KiB/s");
  }

  @Test
  void terminal_neverWiderThanItIs() {
    for (var name :
        List.of("a-very-long-name-that-does-not-fit-anywhere.tar.gz", "映画".repeat(30))) {
      for (int columns = 1; columns < 250; columns++) {
        int width = columns;
        bytes.reset();
        var display = new TerminalDisplay(out, () -> width, clock);
        var view = display.begin(name);
        clock.advance(Duration.ofSeconds(1));
        display.tick();
        assertThat(TextWidth.of(lastDrawn(output()))).isLessThanOrEqualTo(Math.max(1, columns - 1));
        view.started(name, 1000L * MIB);
        clock.advance(Duration.ofSeconds(1));
        view.received(Source.PEER, 300L * MIB);
        int drawn = TextWidth.of(lastDrawn(output()));
        assertThat(drawn).isLessThanOrEqualTo(Math.max(1, columns - 1));
        assertThat(drawn).as("columns %s", columns).isGreaterThanOrEqualTo(Math.min(1, columns));
      }
    }
  }

  @Test
  void terminal_takesTheWholeWidth_alsoAfterAChange() {
    var columns = new AtomicInteger(100);
    var view = new TerminalDisplay(out, columns::get, clock).begin("a.iso");
    view.started("a.iso", 10 * MIB);
    assertThat(output()).contains("[" + "-".repeat(100 - 1 - 2 - 32 - 6) + "]");
    columns.set(50);
    bytes.reset();
    clock.advance(Duration.ofSeconds(1));
    view.received(Source.PEER, MIB);
    assertThat(output().length()).isEqualTo("\r".length() + 49);
    columns.set(200);
    clock.advance(Duration.ofSeconds(1));
    view.received(Source.PEER, 9 * MIB);
    assertThat(output()).contains("[" + "#".repeat(200 - 1 - 2 - 32 - 6) + "]");
  }

  @Test
  void terminal_severalShareTheLine() {
    var display = new TerminalDisplay(out, () -> 80, clock);
    display.begin("a").started("a", 10 * MIB);
    var second = display.begin("b");
    second.started("b", 30 * MIB);
    second.received(Source.PEER, 10 * MIB);
    clock.advance(Duration.ofSeconds(1));
    display.tick();
    assertThat(lastDrawn(output()))
        .startsWith("2 downloads [########--")
        .endsWith(" 25 % 10.0 MiB/s, 0:03 left");
    display.begin("c").failed(8, "c: HTTP 404");
    assertThat(output()).endsWith("\rspillway: c: HTTP 404\n");
    second.finished(result());
    display.tick();
    assertThat(lastDrawn(output())).startsWith("a [--");
  }

  @Test
  void terminal_namesCannotCommandIt() {
    var view = new TerminalDisplay(out, () -> 80, clock).begin("x\u009b2J");
    clock.advance(Duration.ofSeconds(2));
    view.started("a\u001b[2Jb\nc\u202e.iso", 10 * MIB);
    view.note("\u001b]0;title\u0007");
    view.failed(1, "\u009b31m\u007f");
    assertThat(output())
        .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\u007f")
        .contains("a?[2Jb?c?.iso", "?]0;title?", "spillway: ?31m?");
  }

  @Test
  void terminal_closed_leavesACleanLine() {
    var display = new TerminalDisplay(out, () -> 40, clock);
    display.begin("a").started("a", 10 * MIB);
    display.close();
    display.close();
    assertThat(output()).endsWith("\r" + " ".repeat(39) + "\r");
    display.tick();
    assertThat(output()).endsWith("\r" + " ".repeat(39) + "\r");
  }

  @Test
  void json_oneObjectForEachEvent() throws Exception {
    var display = new JsonDisplay(out, clock);
    var view = display.begin("http://host/a.iso");
    view.found(Route.NEGOTIATED, "V1 a.iso");
    view.started("a\u001b\u009b\u007fü.iso", 10 * MIB);
    view.received(Source.PEER, MIB);
    view.received(Source.PEER, MIB);
    clock.advance(Duration.ofSeconds(1));
    view.peers(3);
    view.finished(result());
    display.begin("b").started("b", -1);
    display.begin("b").failed(8, "HTTP 404");
    assertThat(output().replace('"', '\'').lines())
        .containsExactly(
            "{'event':'note','argument':'http://host/a.iso','message':'torrent by content negotiation (V1 a.iso)'}",
            "{'event':'started','argument':'http://host/a.iso','name':'a\\u001B\\u009B\\u007f\\u00FC.iso','length':10485760}",
            "{'event':'progress','argument':'http://host/a.iso','bytes':1048576,'length':10485760,'rate':1048576000,'peers':0}",
            "{'event':'progress','argument':'http://host/a.iso','bytes':2097152,'length':10485760,'rate':2097152,'peers':3}",
            "{'event':'finished','argument':'http://host/a.iso','file':'a.iso','length':10485760,'seconds':2.5,'sources':{'web seed':2097152,'peers':8388608}}",
            "{'event':'started','argument':'b','name':'b','length':null}",
            "{'event':'failed','argument':'b','exit':8,'message':'HTTP 404'}");
    assertThat(output().lines())
        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).isObject()).isTrue());
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
    var view = new TerminalDisplay(out, () -> 60, clock).begin("a");
    view.note("connection refused");
    view.finished(result());
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
