package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.FreePort;

/** The WAR in Debian's Tomcat. */
class TomcatIT {
  @TempDir private Path folder;

  @Test
  void war_configuredByContextParametersAndEnvironment() throws Exception {
    var site = new TestSite(folder);
    site.offer("/pub/odd;name.bin", TestSite.bytes(16, 1000));
    int port = FreePort.find();
    String base = "http://127.0.0.1:" + port + "/files";
    var contexts = Map.of("files", contextXml(site, base));
    var environment =
        Map.of(
            "SPILLWAY_SEEDER_PORT", "0",
            "SPILLWAY_TRACKER_UDP_PORT", "0",
            "SPILLWAY_DNS_PORT", "0",
            // Files wait for their turn by a timer of ours, which must end with the application.
            "SPILLWAY_HTTP_MAX_RATE", "40MB",
            "SPILLWAY_CATALOG_WAIT", "60s");
    try (var tomcat = Tomcat.start(folder.resolve("catalina"), port, contexts, environment)) {
      assertThat(tomcat.output()).contains("\"event\":\"started\"");
      WarChecks.check(site, base, folder);
      OddPaths.check(base, "odd;name.bin");
      tomcat.stop();
      assertThat(tomcat.output()).doesNotContain("memory leak");
    }
  }

  /** A JVM that cannot read all names says so; a listing that ends early breaks. */
  @Test
  void war_inAnAsciiLocale_andFolderClosedMidway() throws Exception {
    var site = TestSite.withoutBig(folder);
    Path many = Files.createDirectory(site.file("/pub/many"));
    Files.setPosixFilePermissions(many, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (int i = 0; i < 8000; i++) {
      Files.createFile(many.resolve("x".repeat(200) + i));
    }
    int port = FreePort.find();
    var contexts = Map.of("files", contextXml(site, "http://127.0.0.1:" + port + "/files"));
    var environment =
        Map.of(
            "LC_ALL", "C",
            "SPILLWAY_SEEDER_ENABLED", "false",
            "SPILLWAY_TRACKER_ENABLED", "false",
            "SPILLWAY_DNS_ENABLED", "false");
    try (var tomcat = Tomcat.start(folder.resolve("catalina"), port, contexts, environment);
        var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(tomcat.output()).contains("set LC_ALL=C.UTF-8 in its environment");
      socket.setSoTimeout(60_000);
      var request = "GET /files/pub/many/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      assertThat(socket.getInputStream().readNBytes(1000))
          .startsWith("HTTP/1.1 200".getBytes(US_ASCII));
      Files.setPosixFilePermissions(many, PosixFilePermissions.fromString("rwx------"));
      assertThat(rest(socket)).doesNotContain("</html>").doesNotEndWith("0\r\n\r\n");
    }
  }

  /** Reads until the connection ends, in whatever way. */
  private static String rest(Socket socket) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (SocketException e) {
      // It was reset.
    }
    return bytes.toString(US_ASCII);
  }

  private static String contextXml(TestSite site, String base) {
    return """
    <Context docBase="%s">
      <Parameter name="spillway.content.root" value="%s"/>
      <Parameter name="spillway.state-dir" value="%s"/>
      <Parameter name="spillway.public-url" value="%s"/>
    </Context>
    """
        .formatted(WarChecks.war(), site.content(), site.state(), base);
  }
}
