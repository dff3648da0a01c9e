package org.spillway.dns;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;

/** Debian's resolver, which asks our server and mixes upper and lower case as it likes (0x20). */
final class Unbound implements AutoCloseable {
  static final String NOT_VALIDATING = "module-config: iterator";

  private final Program tool;
  private final int port;

  private Unbound(Program tool, int port) {
    this.tool = tool;
    this.port = port;
  }

  /**
   * @param server the port of our server
   * @param settings more lines of the section {@code server}: {@link #NOT_VALIDATING} or {@link
   *     #validating}
   */
  static Unbound start(Path folder, int server, String zone, String settings) throws Exception {
    return start(folder, Map.of(zone, server), settings);
  }

  /**
   * @param servers the ports of the servers of zones
   */
  static Unbound start(Path folder, Map<String, Integer> servers, String settings)
      throws Exception {
    int port = FreePort.find();
    var config = new StringBuilder(config(port, settings));
    servers.forEach((zone, server) -> config.append(stub(zone, server)));
    var file = Files.writeString(folder.resolve("unbound.conf"), config);
    var tool = Program.start("/usr/sbin/unbound", "-d", "-c", file.toString());
    try {
      tool.await(
          "unbound", Duration.ofSeconds(60), () -> tool.output().contains("start of service"));
    } catch (AssertionError e) {
      tool.close();
      throw e;
    }
    return new Unbound(tool, port);
  }

  /**
   * @param ds the trust anchors, each as a line of a zone file
   */
  static String validating(String... ds) {
    var settings = new StringBuilder("module-config: \"validator iterator\"\n");
    for (String anchor : ds) {
      settings.append("  trust-anchor: \"").append(anchor.replace('\t', ' ')).append("\"\n");
    }
    return settings.toString();
  }

  private static String config(int port, String settings) {
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
      %s
    remote-control:
      control-enable: no
    """
        .formatted(port, settings);
  }

  private static String stub(String zone, int server) {
    return """
    stub-zone:
      name: "%s"
      stub-addr: 127.0.0.1@%d
    """
        .formatted(zone, server);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    tool.close();
  }
}
