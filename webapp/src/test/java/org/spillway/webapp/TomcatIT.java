package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
