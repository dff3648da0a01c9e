package org.spillway.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** unbound on loopback, which asks one name server for one zone and trusts a DS record. */
final class ValidatingUnbound implements AutoCloseable {
  private final Process process;
  private final int port;

  private ValidatingUnbound(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param server the port of the name server
   * @param ds the trust anchor, as a line of a zone file
   */
  static ValidatingUnbound start(Path folder, int server, String zone, String ds)
      throws IOException {
    int port = freePort();
    Path file = Files.writeString(folder.resolve("unbound.conf"), config(port, server, zone, ds));
    var process =
        new ProcessBuilder("/usr/sbin/unbound", "-d", "-c", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var lines = process.inputReader(UTF_8);
    try {
      awaitStart(lines);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
    var log = new Thread(() -> readOn(lines), "unbound's log");
    log.setDaemon(true);
    log.start();
    return new ValidatingUnbound(process, port);
  }

  private static String config(int port, int server, String zone, String ds) {
    return """
        server:
          interface: 127.0.0.1
          port: %d
          username: ""
          chroot: ""
          pidfile: ""
          use-syslog: no
          logfile: ""
          verbosity: 1
          num-threads: 1
          do-ip6: no
          do-not-query-localhost: no
          use-caps-for-id: yes
          module-config: "validator iterator"
          trust-anchor: "%s"
        stub-zone:
          name: "%s"
          stub-addr: 127.0.0.1@%d
        remote-control:
          control-enable: no
        """
        .formatted(port, ds.replace('\t', ' '), zone, server);
  }

  private static void awaitStart(BufferedReader lines) throws IOException {
    var said = new StringBuilder();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains("start of service")) {
        return;
      }
    }
    throw new IOException("unbound did not start: " + said);
  }

  /** So that it never waits for somebody to read. */
  private static void readOn(BufferedReader lines) {
    try {
      lines.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // Closed together with the process.
    }
  }

  /** Of loopback, free for UDP and TCP at the moment. */
  private static int freePort() throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    for (int attempt = 1; ; attempt++) {
      try (var tcp = new ServerSocket(0, 1, loopback);
          var udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
        return udp.getLocalPort();
      } catch (IOException e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  int port() {
    return port;
  }

  /** What a program says that must end well. */
  static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(List.of(command) + " ended badly, saying:\n" + output);
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
