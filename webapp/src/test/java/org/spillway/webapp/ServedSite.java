package org.spillway.webapp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.spillway.torrent.PercentEncoding;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.config.TrackerConfig;
import org.spillway.webapp.http.JettyServer;

/**
 * A site, a server of it within this process, and the relay through which everybody comes: its
 * public URL. No big file, no seeder, no tracker, no DNS; the coding selects the torrents of short
 * files, too.
 */
final class ServedSite implements AutoCloseable {
  private final TestSite site;
  private final Relay relay;
  private final Server server;

  private ServedSite(TestSite site, Relay relay, Server server) {
    this.site = site;
    this.relay = relay;
    this.server = server;
  }

  static ServedSite start(Path folder) throws Exception {
    return start(folder, Map.of());
  }

  /** Uses these keys beside those of the site, or instead of them. */
  static ServedSite start(Path folder, Map<Key<?>, String> keys) throws Exception {
    var site = TestSite.withoutBig(folder);
    var relay = Relay.open();
    var values =
        site.values()
            .set(SiteConfig.PUBLIC_URL, "http://127.0.0.1:" + relay.port())
            .set(NegotiationConfig.MIN_SIZE, "0")
            .set(SeederConfig.ENABLED, "false")
            .set(TrackerConfig.ENABLED, "false")
            .set(DnsConfig.ENABLED, "false");
    keys.forEach(values::set);
    var jetty = JettyServer.bind(HttpSettings.DEFAULT.withHost("127.0.0.1").withPort(0));
    var server = Server.start(Config.of(values), jetty);
    relay.start(jetty.port());
    return new ServedSite(site, relay, server);
  }

  TestSite site() {
    return site;
  }

  Relay relay() {
    return relay;
  }

  UploadTotals uploads() {
    return server.uploads();
  }

  String base() {
    return "http://127.0.0.1:" + relay.port();
  }

  String url(String path) {
    return base() + PercentEncoding.path(path);
  }

  @Override
  public void close() throws IOException {
    relay.close();
    server.close();
  }
}
