package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WAR in Debian's Tomcat 10.1, with a base folder of its own and a process of its own. */
class TomcatIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String HOME = "/usr/share/tomcat10";

  @TempDir private Path folder;

  @Test
  void war_configuredByContextParametersAndEnvironment() throws Exception {
    var site = new TestSite(folder);
    int port = FreePort.find();
    String base = "http://127.0.0.1:" + port + "/files";
    try (var tomcat = start(site, port, base)) {
      tomcat.awaitOutput(MOST, output -> output.contains("Server startup in"));
      assertThat(tomcat.output()).contains("\"event\":\"started\"");
      WarChecks.check(site, base, folder);
      tomcat.terminate();
      tomcat.awaitEnd(MOST);
      assertThat(tomcat.output()).doesNotContain("memory leak");
    }
  }

  private Program start(TestSite site, int port, String base) throws Exception {
    Path catalina = folder.resolve("catalina");
    for (String part : List.of("conf/Catalina/localhost", "logs", "temp", "webapps", "work")) {
      Files.createDirectories(catalina.resolve(part));
    }
    Files.writeString(catalina.resolve("conf/server.xml"), serverXml(port));
    Files.copy(Path.of(HOME, "etc/web.xml"), catalina.resolve("conf/web.xml"));
    Files.writeString(
        catalina.resolve("conf/Catalina/localhost/files.xml"), contextXml(site, base));
    var environment =
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "CATALINA_HOME", HOME,
            "CATALINA_BASE", catalina.toString(),
            "SPILLWAY_SEEDER_PORT", "0",
            "SPILLWAY_TRACKER_UDP_PORT", "0",
            "SPILLWAY_DNS_PORT", "0",
            "SPILLWAY_CATALOG_WAIT", "60s");
    return Program.start(environment, List.of(HOME + "/bin/catalina.sh", "run"));
  }

  private static String serverXml(int port) {
    return """
    <Server port="-1">
      <Service name="Catalina">
        <Connector port="%d" address="127.0.0.1" protocol="HTTP/1.1"/>
        <Engine name="Catalina" defaultHost="localhost">
          <Host name="localhost" appBase="webapps" autoDeploy="false"/>
        </Engine>
      </Service>
    </Server>
    """
        .formatted(port);
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
