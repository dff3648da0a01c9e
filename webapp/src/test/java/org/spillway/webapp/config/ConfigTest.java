package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.dns.update.UpdateSettings;
import org.spillway.negotiation.Pace;
import org.spillway.negotiation.TorrentCoding;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.tracker.TrackerLimits;
import org.spillway.tracker.TrackerSettings;
import org.spillway.webapp.host.Addresses;
import org.spillway.webapp.host.LocalAddresses;

class ConfigTest {
  private static final LocalAddresses LOOPBACK = Addresses.of("127.0.0.1", "::1");

  @TempDir private Path folder;

  private Values values() {
    return new Values()
        .set(CatalogConfig.CONTENT_ROOT, folder.resolve("content").toString())
        .set(CatalogConfig.STATE_DIR, folder.resolve("state").toString());
  }

  private static void assertRefused(Values values, String message) {
    assertThatThrownBy(() -> Config.of(values))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void of_dht() throws Exception {
    assertThat(Config.of(values(), () -> LOOPBACK).seeder().discovery())
        .isEqualTo(DiscoverySettings.OFF);
    var keys =
        values()
            .set(DiscoveryConfig.DHT, "true")
            .set(DiscoveryConfig.BOOTSTRAP, "[::1]:1, dht.example:6881");
    assertThat(Config.of(keys, () -> LOOPBACK).seeder().discovery())
        .isEqualTo(
            new DiscoverySettings(
                true,
                List.of(new BootstrapNode("::1", 1), new BootstrapNode("dht.example", 6881)),
                folder.resolve("state/dht-nodes"),
                false));
  }

  @Test
  void of_everyKeyAtItsDefault_isRight() throws Exception {
    var config = Config.of(values(), () -> LOOPBACK);
    assertThat(config.seeder().port()).isEqualTo(6881);
    assertThat(config.tracker().udpPort()).isEqualTo(6969);
    assertThat(config.tracker().limits()).isEqualTo(TrackerLimits.DEFAULT);
    assertThat(config.negotiation().coding()).isEqualTo(TorrentCoding.DEFAULT);
    assertThat(config.dns().port()).isEqualTo(5300);
    assertThat(config.dns().zones()).containsExactly("localhost");
  }

  @Test
  void of_coding() throws Exception {
    var values =
        values()
            .set(NegotiationConfig.MIN_SIZE, "64KiB")
            .set(NegotiationConfig.SHOW_TYPES, "Text/*, application/pdf");
    assertThat(Config.of(values).negotiation().coding())
        .isEqualTo(new TorrentCoding(65_536, List.of("text/*", "application/pdf")));
    var all = values().set(NegotiationConfig.MIN_SIZE, "0").set(NegotiationConfig.SHOW_TYPES, "");
    assertThat(Config.of(all).negotiation().coding()).isEqualTo(TorrentCoding.OF_ALL);
    assertRefused(
        values().set(NegotiationConfig.SHOW_TYPES, "text/*, html"),
        "negotiation.show-types: must be a media range such as text/* or application/pdf, was"
            + " 'html'");
  }

  @Test
  void of_peersPerAddress() throws Exception {
    var values = values().set(TrackerConfig.MAX_PEERS_PER_ADDRESS, "0");
    assertThat(Config.of(values).tracker().limits().peersPerAddress()).isZero();
    assertRefused(
        values().set(TrackerConfig.MAX_PEERS_PER_ADDRESS, "10001"),
        "tracker.max-peers-per-address: must be 0 to 10000, was 10001");
  }

  @Test
  void of_rates() throws Exception {
    assertThat(Config.of(values()).negotiation().pace()).isSameAs(Pace.UNLIMITED);
    assertThat(Config.of(values()).rates().seeder().isLimited()).isFalse();
    var limited =
        Config.of(
            values()
                .set(UploadConfig.MAX_RATE, "6MB")
                .set(UploadConfig.SEEDER_MAX_RATE, "4MB")
                .set(UploadConfig.SEEDER_MAX_RATE_PER_TORRENT, "2MB")
                .set(UploadConfig.SEEDER_MAX_RATE_PER_PEER, "64KiB"));
    assertThat(limited.rates().all().rate()).isEqualTo(6_000_000);
    assertThat(limited.rates().seeder().rate()).isEqualTo(4_000_000);
    assertThat(limited.uploadLimits().perTorrent()).isEqualTo(2_000_000);
    assertThat(limited.uploadLimits().perPeer()).isEqualTo(65_536);
    assertThat(limited.negotiation().pace().reserve(6_000_000)).isPositive();
    assertThat(limited.rates().all().reserve(0).delay()).as("shared").isPositive();
  }

  @Test
  void of_noContentRoot() {
    assertRefused(
        new Values(),
        "content.root: must be set to the folder or bucket that is offered; or name it on the"
            + " command line: spillway serve /srv");
  }

  @Test
  void of_bucket() throws Exception {
    var values = values().set(CatalogConfig.CONTENT_ROOT, "s3://bucket/pub");
    var amazon = ContentRoot.Bucket.of("bucket", "pub");
    assertThat(Config.of(values).catalog().root()).isEqualTo(amazon);
    values
        .set(CatalogConfig.S3_ENDPOINT, "http://localhost:9000")
        .set(CatalogConfig.S3_REGION, "eu-west-1")
        .set(CatalogConfig.S3_ANONYMOUS, "true")
        .set(CatalogConfig.S3_CACHE_SIZE, "1GiB");
    var other =
        amazon
            .at(URI.create("http://localhost:9000"))
            .withRegion("eu-west-1")
            .withAnonymous(true)
            .withCacheSize(1L << 30);
    assertThat(Config.of(values).catalog().root()).isEqualTo(other);
    assertThat(other.pathStyle()).isTrue();
    values.set(CatalogConfig.S3_PATH_STYLE, "false");
    assertThat(Config.of(values).catalog().root()).isEqualTo(other.withPathStyle(false));
  }

  private Values bucket() {
    return values().set(CatalogConfig.CONTENT_ROOT, "s3://bucket");
  }

  @Test
  void of_noBucket() {
    assertRefused(
        values().set(CatalogConfig.CONTENT_ROOT, "s3://"),
        "content.root: must be s3://BUCKET[/PREFIX], but the bucket is ''");
    assertRefused(
        bucket().set(CatalogConfig.S3_ENDPOINT, "localhost 9000"),
        "s3.endpoint: must be a URL with http or https, was 'localhost 9000'");
    assertRefused(
        bucket().set(CatalogConfig.S3_ENDPOINT, "localhost:9000"),
        "s3.endpoint: must be a URL with http or https, was 'localhost:9000'");
    assertRefused(
        bucket().set(CatalogConfig.S3_CACHE_SIZE, "1MB"),
        "s3.cache-size: must be 16MiB or more, was 1MB");
  }

  @Test
  void of_stateWithinContent() {
    Path state = folder.resolve("content/state");
    assertRefused(
        values().set(CatalogConfig.STATE_DIR, state.toString()),
        "state-dir: stateDir must not lie within the root "
            + folder.resolve("content")
            + ", was "
            + state);
  }

  @Test
  void of_globs() throws Exception {
    assertThat(Config.of(values()).catalog().include()).containsExactly("**");
    var catalog =
        Config.of(values().set(CatalogConfig.EXCLUDE, "**/*.{tmp,part},private")).catalog();
    assertThat(catalog.exclude()).containsExactly("**/*.{tmp,part}", "private");
    assertRefused(
        values().set(CatalogConfig.EXCLUDE, "a,b["), "content.exclude: 'b[' has a [ without ]");
  }

  @Test
  void of_publicUrlOfAnotherKind() {
    assertRefused(
        values().set(SiteConfig.PUBLIC_URL, "ftp://example.org"),
        "public-url: must be a URL with http or https, was 'ftp://example.org'");
  }

  @Test
  void of_urlsThatAreNone() {
    assertRefused(
        values().set(SiteConfig.TRACKER_PUBLIC_URLS, "foo bar"),
        "tracker.public-urls: must be a URL with http or https or udp or ws or wss, was 'foo bar'");
    assertRefused(
        values().set(SiteConfig.SEED_URLS, "x"),
        "http.seed-urls: must be a URL with http or https, was 'x'");
  }

  @Test
  void of_publicUrlWithoutHostName() throws Exception {
    var values = values().set(SiteConfig.PUBLIC_URL, "http://[::1]:8080");
    assertRefused(
        values,
        "dns.zone: [::1], the host of public-url, is no host name; set the host whose zone is"
            + " served, or dns.enabled: false");
    assertThat(Config.of(values.set(DnsConfig.ENABLED, "false")).dnsEnabled()).isFalse();
  }

  private Values updating(String primary, String zone) {
    return values()
        .set(SiteConfig.PUBLIC_URL, "https://dl.example.org/")
        .set(DnsPeersConfig.TSIG_KEYS, "spillway:hmac-sha256:c2VjcmV0")
        .set(DnsPeersConfig.UPDATE, primary)
        .set(DnsPeersConfig.UPDATE_ZONE, zone);
  }

  @Test
  void of_update() throws Exception {
    var dns = Config.of(updating("192.0.2.1+key:spillway", "example.org")).dns();
    assertThat(dns.update())
        .isEqualTo(
            UpdateSettings.parse(
                List.of("192.0.2.1+key:spillway"),
                "example.org",
                dns.transfer().keys(),
                folder.resolve("state").resolve("dns-update")));
  }

  @Test
  void of_wrongUpdate() {
    assertRefused(
        updating("192.0.2.1", "example.org"),
        "dns.update: must be HOST+key:NAME or HOST:PORT+key:NAME, was 192.0.2.1");
    assertRefused(
        updating("192.0.2.1+key:other", "example.org"),
        "dns.update: there is no key other. in dns.tsig-keys");
    assertRefused(
        updating("192.0.2.1+key:spillway", "example.net"),
        "dns.update-zone: the zone example.net. does not hold _torrent.dl.example.org.");
  }

  @Test
  void of_formatUnknown() {
    assertRefused(
        values().set(CatalogConfig.FORMAT, "v3"),
        "catalog.format: must be v1 or hybrid or v2, was 'v3'");
  }

  @Test
  void of_trackerInterval_movesWhatFollowsIt() throws Exception {
    var values = values().set(TrackerConfig.INTERVAL, "20s").set(TrackerConfig.NUM_WANT, "7");
    var tracker = Config.of(values).tracker();
    assertThat(tracker.interval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(tracker.minInterval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(tracker.peerTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(tracker.numWant()).isEqualTo(7);
    values.set(TrackerConfig.INTERVAL, "12h").set(TrackerConfig.MIN_INTERVAL, "1h");
    assertThat(Config.of(values).tracker().minInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(Config.of(values).tracker().peerTimeout()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void of_defaults_areThoseOfTheTrackerAndTheSeeder() throws Exception {
    var config = Config.of(values());
    assertThat(config.tracker()).isEqualTo(TrackerSettings.DEFAULT);
    assertThat(config.seeder().idleTimeout()).isEqualTo(EngineSettings.DEFAULT.idleTimeout());
  }

  @Test
  void of_storeUnknown_isLeftToTheTracker() throws Exception {
    assertThat(Config.of(values().set(TrackerConfig.STORE, "memory:")).tracker().store())
        .isEqualTo("memory:");
  }

  @Test
  void of_wrongMirrors() {
    assertThatThrownBy(
            () -> Config.of(values().set(SiteConfig.MIRRORS, "http://a, http://b pri=x")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("content.mirrors: pri= must be 1 to 999999, was 'x' in 'http://b pri=x'");
    assertThatThrownBy(() -> Config.of(values().set(SiteConfig.MIRRORS, "ftp://a pri=1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("content.mirrors: must be a URL with http or https, was 'ftp://a'");
  }

  @Test
  void ofContainer_needsThePublicUrl() {
    assertThatThrownBy(() -> Config.ofContainer(values()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("public-url: must be set in a servlet container, whose port is not known");
  }

  @Test
  void of_tls_allKeysOrNone() throws Exception {
    assertRefused(
        values().set(HttpConfig.TLS_PORT, "8443"),
        "http.tls-port: needs http.tls-certificate and http.tls-key as well: HTTPS takes all"
            + " three");
    assertRefused(
        values().set(HttpConfig.TLS_CERTIFICATE, "c.pem").set(HttpConfig.TLS_KEY, "k.pem"),
        "http.tls-certificate: needs http.tls-port as well: HTTPS takes all three");
    assertRefused(
        values()
            .set(HttpConfig.TLS_PORT, "https")
            .set(HttpConfig.TLS_CERTIFICATE, "c.pem")
            .set(HttpConfig.TLS_KEY, "k.pem"),
        "http.tls-port: must be 0 to 65535, was 'https'");
  }

  @Test
  void of_httpValuesThatCannotBe() {
    assertRefused(
        values().set(HttpConfig.IDLE_TIMEOUT, "0s"),
        "http.idle-timeout: must be greater than 0, was 0s");
    assertRefused(
        values().set(HttpConfig.SEND_TIMEOUT, "0s"),
        "http.send-timeout: must be greater than 0, was 0s");
    assertRefused(
        values().set(HttpConfig.PROXY_PROTOCOL, "true"),
        "http.proxy-protocol: needs http.trusted-proxies, which names the proxies that speak it");
    assertRefused(
        values().set(HttpConfig.TRUSTED_PROXIES, "10.0.0.0/8, proxy.example"),
        "http.trusted-proxies: must be an address or a block such as 10.0.0.0/8, was"
            + " 'proxy.example'");
    assertRefused(
        values().set(NegotiationConfig.CORS_ORIGINS, "page.example"),
        "http.cors-origins: must be http(s)://HOST[:PORT] or *, was 'page.example'");
  }
}
