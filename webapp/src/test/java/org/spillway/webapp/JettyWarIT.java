package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WAR in a Jetty 12.1 that knows nothing of Spillway. */
class JettyWarIT {
  @TempDir private Path folder;

  @Test
  void war_configuredByContextParameters() throws Exception {
    var site = new TestSite(folder);
    site.offer("/pub/odd;name.bin", TestSite.bytes(16, 1000));
    var jetty = new Server();
    var http = new HttpConfiguration();
    // This is how negotiation/README.md does it.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "spillway",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT));
    var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    connector.open();
    String base = "http://127.0.0.1:" + connector.getLocalPort() + "/files";
    var context = new WebAppContext(WarChecks.war().toString(), "/files");
    context.setTempDirectory(folder.resolve("jetty").toFile());
    parameters(site, base).forEach(context::setInitParameter);
    jetty.setHandler(context);
    try {
      jetty.start();
      assertThat(context.isAvailable()).isTrue();
      WarChecks.check(site, base, folder);
      OddPaths.check(base, "odd;name.bin");
    } finally {
      jetty.stop();
    }
  }

  private static Map<String, String> parameters(TestSite site, String base) {
    return Map.of(
        "spillway.content.root", site.content().toString(),
        "spillway.state-dir", site.state().toString(),
        "spillway.public-url", base,
        "spillway.catalog.wait", "60s",
        "spillway.seeder.port", "0",
        "spillway.tracker.udp-port", "0",
        "spillway.dns.port", "0");
  }
}
