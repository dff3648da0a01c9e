package org.spillway.webapp.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;

/** {@code spillway get} in a pseudo terminal whose width changes while it downloads. */
class TerminalIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final int CHUNK = 4096;
  private static final int CHUNKS = 4096;

  /**
   * Runs a command in a pseudo terminal with the first of some widths. As soon as a bar for that
   * width was drawn twice, it goes on to the next width.
   */
  private static final String PTY =
      """
      import fcntl, os, pty, re, signal, struct, sys, termios
      widths = [int(width) for width in sys.argv[1].split(',')]
      def resize(fd):
          if widths[0]:
              fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, widths[0], 0, 0))
      ready, go = os.pipe()
      child, fd = pty.fork()
      if child == 0:
          os.read(ready, 1)
          # It may be ignored in what runs this test.
          signal.signal(signal.SIGINT, signal.SIG_DFL)
          os.execvp(sys.argv[2], sys.argv[2:])
      resize(fd)
      os.write(go, b'x')
      seen = b''
      interrupted = False
      while True:
          try:
              output = os.read(fd, 4096)
          except OSError:
              break
          if not output:
              break
          os.write(1, output)
          seen += output
          if b'stalled 3 s' in seen and not interrupted:
              interrupted = True
              os.write(fd, b'\\x03')
          drawn = [line.rstrip() for line in re.split(rb'[\\r\\n]', seen)]
          if len(widths) > 1 and len([d for d in drawn if d.find(b']') == widths[0] - 34]) > 1:
              widths.pop(0)
              seen = b''
              resize(fd)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      """;

  @TempDir private Path folder;

  private final Semaphore chunks = new Semaphore(0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::send);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    chunks.release(CHUNKS);
    server.stop(0);
    threads.shutdownNow();
  }

  private void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, (long) CHUNK * CHUNKS);
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        chunks.acquireUninterruptibly();
        exchange.getResponseBody().write(new byte[CHUNK]);
        exchange.getResponseBody().flush();
      }
    }
  }

  private List<String> get() {
    return Program.javaCommand(
        Main.class.getName(),
        "get",
        "--output=" + folder.resolve("linux.iso"),
        "http://127.0.0.1:" + server.getAddress().getPort() + "/linux.iso");
  }

  private Program inTerminal(String widths, String type) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-u", "-c", PTY, widths));
    command.addAll(get());
    return Program.start(Map.of("TERM", type, "LC_ALL", "C.UTF-8"), command);
  }

  private static Stream<String> drawn(String output) {
    return Stream.of(output.split("[\r\n]")).map(String::stripTrailing);
  }

  /** The figures behind the bar have 32 columns, and the last column of all stays empty. */
  private static boolean fits(String line, int columns) {
    return line.indexOf(']') == columns - 34;
  }

  private static boolean hasWidth(String output, int columns) {
    return drawn(output).anyMatch(line -> fits(line, columns));
  }

  private static int indexOf(List<String> bars, int columns) {
    return bars.indexOf(bars.stream().filter(bar -> fits(bar, columns)).findFirst().orElseThrow());
  }

  /** Each look at the output lets the server send more, so that more is drawn. */
  private boolean more(boolean isEnough) {
    chunks.release(isEnough ? CHUNKS : 1);
    return isEnough;
  }

  @Test
  void get_barTakesTheWidth_alsoAfterChanges() throws Exception {
    try (var program = inTerminal("100,60,131", "xterm")) {
      program.awaitOutput(MOST, output -> more(hasWidth(output, 131)));
      assertThat(program.awaitEnd(MOST)).isZero();
      var lines = drawn(program.output()).toList();
      assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(131));
      var bars = lines.stream().filter(line -> line.contains("[")).toList();
      int narrow = indexOf(bars, 60);
      int wide = indexOf(bars, 131);
      assertThat(bars.subList(0, narrow)).hasSizeGreaterThan(1).allMatch(bar -> fits(bar, 100));
      assertThat(bars.subList(narrow, wide)).hasSizeGreaterThan(1).allMatch(bar -> fits(bar, 60));
      assertThat(bars.subList(wide, bars.size())).allMatch(bar -> fits(bar, 131));
    }
    assertThat(Files.size(folder.resolve("linux.iso"))).isEqualTo((long) CHUNK * CHUNKS);
  }

  /** The server sends the head and no more; the line is drawn by time. */
  @Test
  void get_stalled_thenCtrlC_leavesACleanLine() throws Exception {
    chunks.release(1);
    try (var program = inTerminal("100", "xterm")) {
      assertThat(program.awaitEnd(MOST)).isEqualTo(130);
      var lines = drawn(program.output()).toList();
      assertThat(lines).anyMatch(line -> line.contains("   0 % stalled 3 s"));
      String output = program.output().stripTrailing();
      assertThat(output.substring(output.lastIndexOf('\r') + 1))
          .isEqualTo("spillway: interrupted; run the same command again to continue");
    }
    assertThat(folder.resolve("linux.iso")).doesNotExist();
  }

  @Test
  void get_terminalWithoutASize_has80Columns() throws Exception {
    try (var program = inTerminal("0", "vt100")) {
      program.awaitOutput(MOST, output -> more(hasWidth(output, 80)));
      assertThat(program.awaitEnd(MOST)).isZero();
    }
  }

  @Test
  void get_terminalThatCannotMoveItsCursor_getsLines() throws Exception {
    chunks.release(CHUNKS);
    try (var program = inTerminal("100", "dumb")) {
      assertThat(program.awaitEnd(MOST)).isZero();
      assertThat(program.output()).contains("found: plain file over HTTP", "done: ");
      assertThat(program.output().replace("\r\n", "\n")).doesNotContain("\r");
    }
  }

  @Test
  void get_pipe_getsLinesAndNothingElse() throws Exception {
    chunks.release(CHUNKS);
    String output = Program.run(0, MOST, Map.of("TERM", "xterm"), get());
    assertThat(output).startsWith("found: plain file over HTTP").doesNotContain("\r");
  }
}
