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
import org.spillway.negotiation.HostUrls;
import org.spillway.negotiation.Pace;
import org.spillway.negotiation.TorrentCoding;
import org.spillway.seeder.SeederSettings;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.Sha256;
import org.spillway.tracker.TrackerLimits;
import org.spillway.tracker.TrackerSettings;
import org.spillway.webapp.host.Addresses;
import org.spillway.webapp.host.LocalAddresses;

class ConfigTest {
  private static final LocalAddresses LOOPBACK = Addresses.of("127.0.0.1", "::1");
  private static final LocalAddresses MACHINE =
      Addresses.of("127.0.0.1", "::1", "192.0.2.2", "2001:db8::2");

  @TempDir private Path folder;

  private Values values() {
    return new Values()
        .set(Key.CONTENT_ROOT, folder.resolve("content").toString())
        .set(Key.STATE_DIR, folder.resolve("state").toString());
  }

  private static void assertRefused(Values values, String message) {
    assertThatThrownBy(() -> Config.of(values))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
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
            .set(Key.NEGOTIATION_MIN_SIZE, "64KiB")
            .set(Key.NEGOTIATION_SHOW_TYPES, "Text/*, application/pdf");
    assertThat(Config.of(values).negotiation().coding())
        .isEqualTo(new TorrentCoding(65_536, List.of("text/*", "application/pdf")));
    var all = values().set(Key.NEGOTIATION_MIN_SIZE, "0").set(Key.NEGOTIATION_SHOW_TYPES, "");
    assertThat(Config.of(all).negotiation().coding()).isEqualTo(TorrentCoding.OF_ALL);
    assertRefused(
        values().set(Key.NEGOTIATION_SHOW_TYPES, "text/*, html"),
        "negotiation.show-types: 'html' is not a media range such as text/* or application/pdf");
  }

  @Test
  void of_peersPerAddress() throws Exception {
    var values = values().set(Key.TRACKER_MAX_PEERS_PER_ADDRESS, "0");
    assertThat(Config.of(values).tracker().limits().peersPerAddress()).isZero();
    assertRefused(
        values().set(Key.TRACKER_MAX_PEERS_PER_ADDRESS, "10001"),
        "tracker.max-peers-per-address: 0 to 10000, not '10001'");
  }

  @Test
  void of_rates() throws Exception {
    assertThat(Config.of(values()).negotiation().pace()).isSameAs(Pace.UNLIMITED);
    assertThat(Config.of(values()).rates().seeder().isLimited()).isFalse();
    var limited =
        Config.of(
            values()
                .set(Key.UPLOAD_MAX_RATE, "6MB")
                .set(Key.SEEDER_MAX_RATE, "4MB")
                .set(Key.SEEDER_MAX_RATE_PER_TORRENT, "2MB")
                .set(Key.SEEDER_MAX_RATE_PER_PEER, "64KiB"));
    assertThat(limited.rates().all().rate()).isEqualTo(6_000_000);
    assertThat(limited.rates().seeder().rate()).isEqualTo(4_000_000);
    assertThat(limited.rates().perTorrent()).isEqualTo(2_000_000);
    assertThat(limited.rates().perPeer()).isEqualTo(65_536);
    assertThat(limited.negotiation().pace().reserve(6_000_000)).isPositive();
    assertThat(limited.rates().all().reserve(0).delay()).as("shared").isPositive();
  }

  @Test
  void of_noContentRoot() {
    assertRefused(new Values(), "content.root: must be set to what is offered");
  }

  @Test
  void of_bucket() throws Exception {
    var values = values().set(Key.CONTENT_ROOT, "s3://bucket/pub");
    var amazon = ContentRoot.Bucket.of("bucket", "pub");
    assertThat(Config.of(values).catalog().root()).isEqualTo(amazon);
    values
        .set(Key.S3_ENDPOINT, "http://localhost:9000")
        .set(Key.S3_REGION, "eu-west-1")
        .set(Key.S3_ANONYMOUS, "true")
        .set(Key.S3_CACHE_SIZE, "1GiB");
    var other =
        amazon
            .withEndpoint(URI.create("http://localhost:9000"))
            .withRegion("eu-west-1")
            .withAnonymous(true)
            .withCacheSize(1L << 30);
    assertThat(Config.of(values).catalog().root()).isEqualTo(other);
    assertThat(other.pathStyle()).isTrue();
    values.set(Key.S3_PATH_STYLE, "false");
    assertThat(Config.of(values).catalog().root()).isEqualTo(other.withPathStyle(false));
  }

  @Test
  void of_noBucket() {
    assertRefused(
        values().set(Key.CONTENT_ROOT, "s3://"), "content.root: s3://BUCKET[/PREFIX], not ''");
    var values = values().set(Key.CONTENT_ROOT, "s3://bucket");
    assertRefused(
        values.set(Key.S3_ENDPOINT, "localhost 9000"),
        "s3.endpoint: http(s)://HOST[:PORT][/PATH], not 'localhost 9000'");
    assertRefused(
        values.set(Key.S3_ENDPOINT, "localhost:9000"),
        "s3.endpoint: http(s)://HOST[:PORT][/PATH], not localhost:9000");
    assertRefused(
        values.set(Key.S3_ENDPOINT, "").set(Key.S3_CACHE_SIZE, "1MB"),
        "s3.cache-size: 16MiB or more, not 1000000");
  }

  @Test
  void of_stateWithinContent() {
    Path state = folder.resolve("content/state");
    assertRefused(
        values().set(Key.STATE_DIR, state.toString()),
        "state-dir: " + state + " must not lie within content.root, " + folder.resolve("content"));
  }

  @Test
  void of_globs() throws Exception {
    assertThat(Config.of(values()).catalog().include()).containsExactly("**");
    var catalog = Config.of(values().set(Key.CONTENT_EXCLUDE, "**/*.{tmp,part},private")).catalog();
    assertThat(catalog.exclude()).containsExactly("**/*.{tmp,part}", "private");
    assertRefused(
        values().set(Key.CONTENT_EXCLUDE, "a,b["), "content.exclude: 'b[' has a [ without ]");
  }

  @Test
  void of_publicUrlOfAnotherKind() {
    assertRefused(
        values().set(Key.PUBLIC_URL, "ftp://example.org"),
        "public-url: http(s)://HOST[:PORT][/PATH], not 'ftp://example.org'");
  }

  @Test
  void of_urlsThatAreNone() {
    assertRefused(
        values().set(Key.TRACKER_PUBLIC_URLS, "foo bar"),
        "tracker.public-urls: URLs (http, https, udp, ws, wss), not 'foo bar'");
    assertRefused(
        values().set(Key.HTTP_SEED_URLS, "x"), "http.seed-urls: URLs (http, https), not 'x'");
  }

  @Test
  void of_publicUrlWithoutHostName() throws Exception {
    var values = values().set(Key.PUBLIC_URL, "http://[::1]:8080");
    assertRefused(
        values,
        "dns.zone: [::1] is no host name; set the host whose zone is served, or dns.enabled=false");
    assertThat(Config.of(values.set(Key.DNS_ENABLED, "false")).dnsEnabled()).isFalse();
  }

  private Values updating(String primary, String zone) {
    return values()
        .set(Key.PUBLIC_URL, "https://dl.example.org/")
        .set(Key.DNS_TSIG_KEYS, "spillway:hmac-sha256:c2VjcmV0")
        .set(Key.DNS_UPDATE, primary)
        .set(Key.DNS_UPDATE_ZONE, zone);
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
        "dns.update: HOST+key:NAME or HOST:PORT+key:NAME, not '192.0.2.1'");
    assertRefused(
        updating("192.0.2.1+key:other", "example.org"),
        "dns.update: dns.tsig-keys has no key other.");
    assertRefused(
        updating("192.0.2.1+key:spillway", "example.net"),
        "dns.update-zone: example.net. does not hold _torrent.dl.example.org.");
  }

  @Test
  void of_formatUnknown() {
    assertRefused(
        values().set(Key.CATALOG_FORMAT, "v3"), "catalog.format: v1 or hybrid or v2, not 'v3'");
  }

  @Test
  void of_trackerInterval_movesWhatFollowsIt() throws Exception {
    var values = values().set(Key.TRACKER_INTERVAL, "20s").set(Key.TRACKER_NUM_WANT, "7");
    var tracker = Config.of(values).tracker();
    assertThat(tracker.interval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(tracker.minInterval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(tracker.peerTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(tracker.numWant()).isEqualTo(7);
    values.set(Key.TRACKER_INTERVAL, "12h").set(Key.TRACKER_MIN_INTERVAL, "1h");
    assertThat(Config.of(values).tracker().minInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(Config.of(values).tracker().peerTimeout()).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void of_defaults_areThoseOfTheTrackerAndTheSeeder() throws Exception {
    var config = Config.of(values());
    assertThat(config.tracker()).isEqualTo(TrackerSettings.DEFAULT);
    assertThat(config.seeder().idleTimeout()).isEqualTo(SeederSettings.DEFAULT.idleTimeout());
  }

  @Test
  void of_storeUnknown_isLeftToTheTracker() throws Exception {
    assertThat(Config.of(values().set(Key.TRACKER_STORE, "memory:")).tracker().store())
        .isEqualTo("memory:");
  }

  @Test
  void publicUrls_fromThePorts() throws Exception {
    var ports = new Ports();
    ports.http(1);
    ports.trackerUdp(2);
    var urls = Config.of(values(), () -> LOOPBACK).publicUrls(ports).of("/a b");
    assertThat(urls.announceTiers())
        .containsExactly(
            List.of("http://localhost:1/announce"),
            List.of("udp://localhost:2"),
            List.of("ws://localhost:1/announce"));
    assertThat(urls.webSeeds()).containsExactly("http://localhost:1/seed/a%20b");
  }

  @Test
  void publicUrls_versionsOfOurWebSeed() throws Exception {
    var content = Sha256.digest(new byte[0]);
    var ports = new Ports();
    ports.http(1);
    var ours = Config.of(values(), () -> LOOPBACK).publicUrls(ports).of("/a b", content);
    assertThat(ours.webSeeds()).containsExactly("http://localhost:1/seed/~e3b0c442/a%20b");
    var elsewhere = values().set(Key.HTTP_SEED_URLS, "https://seed.example.org/s");
    var others = Config.of(elsewhere, () -> LOOPBACK).publicUrls(ports).of("/a b", content);
    assertThat(others.webSeeds()).containsExactly("https://seed.example.org/s/a%20b");
    var anotherSpillway = values().set(Key.HTTP_SEED_URLS, "https://b.example.org/seed/~");
    assertThat(
            Config.of(anotherSpillway, () -> LOOPBACK)
                .publicUrls(ports)
                .of("/a b", content)
                .webSeeds())
        .containsExactly("https://b.example.org/seed/~e3b0c442/a%20b");
  }

  @Test
  void publicUrls_fromTheAddresses() throws Exception {
    var ports = new Ports();
    ports.http(1);
    ports.trackerUdp(2);
    var config = Config.of(values(), () -> MACHINE);
    var urls = config.publicUrls(ports).of("/a");
    assertThat(urls.trackers())
        .containsExactly(
            "http://192.0.2.2:1/announce", "udp://192.0.2.2:2", "ws://192.0.2.2:1/announce");
    assertThat(urls.webSeeds()).containsExactly("http://192.0.2.2:1/seed/a");
    assertThat(config.dns().zones()).containsExactly("192.0.2.2", "localhost");
  }

  @Test
  void hostUrls_ofOwnHosts() throws Exception {
    var ports = new Ports();
    ports.http(1);
    ports.trackerUdp(2);
    var config = Config.of(values(), () -> MACHINE);
    var hostUrls = config.hostUrls(ports);
    var urls = hostUrls.of("http://[2001:db8::2]:1").orElseThrow().of("/a");
    assertThat(urls.trackers())
        .containsExactly(
            "http://[2001:db8::2]:1/announce",
            "udp://[2001:db8::2]:2",
            "ws://[2001:db8::2]:1/announce");
    assertThat(urls.webSeeds()).containsExactly("http://[2001:db8::2]:1/seed/a");
    assertThat(hostUrls.of("http://192.0.2.2:1")).contains(config.publicUrls(ports));
    assertThat(hostUrls.of("http://evil.example:1")).isEmpty();
  }

  @Test
  void hostUrls_publicUrlIsSet() throws Exception {
    var values = values().set(Key.PUBLIC_URL, "https://dl.example.org");
    assertThat(Config.of(values, () -> MACHINE).hostUrls(new Ports())).isSameAs(HostUrls.NONE);
  }

  private static List<PeerAddress> seeders(Values values, String client) throws Exception {
    var ports = new Ports();
    ports.seeder(3);
    var config = Config.of(values, () -> MACHINE);
    return config.seederAddresses(ports).apply(Addresses.address(client));
  }

  private static PeerAddress peer(String address) {
    return new PeerAddress(Addresses.address(address), 3);
  }

  @Test
  void seederAddresses() throws Exception {
    assertThat(seeders(values(), "192.0.2.7"))
        .containsExactly(peer("192.0.2.2"), peer("2001:db8::2"));
    assertThat(seeders(values(), "127.0.0.1")).containsExactly(peer("127.0.0.1"), peer("::1"));
    assertThat(seeders(values().set(Key.SEEDER_HOST, "192.0.2.2"), "127.0.0.1"))
        .containsExactly(peer("192.0.2.2"));
    assertThat(seeders(values().set(Key.SEEDER_PUBLIC_HOST, "198.51.100.1"), "127.0.0.1"))
        .containsExactly(peer("198.51.100.1"));
    assertThat(seeders(values().set(Key.PUBLIC_URL, "http://198.51.100.2"), "192.0.2.7"))
        .containsExactly(peer("198.51.100.2"));
  }

  @Test
  void publicUrls_fromTheConfiguration() throws Exception {
    var values =
        values()
            .set(Key.PUBLIC_URL, "https://dl.example.org/files/")
            .set(
                Key.TRACKER_PUBLIC_URLS, "udp://t.example.org:6969, https://u.example.org/announce")
            .set(Key.HTTP_SEED_URLS, "https://seed.example.org/s")
            .set(Key.CONTENT_MIRRORS, "https://mirror.example.org/pub/ pri=2 geo=de");
    var config = Config.of(values);
    var urls = config.publicUrls(new Ports());
    assertThat(urls.file("/x")).isEqualTo("https://dl.example.org/files/x");
    assertThat(urls.of("/x").trackers())
        .containsExactly("udp://t.example.org:6969", "https://u.example.org/announce");
    assertThat(urls.of("/x").webSeeds())
        .containsExactly("https://seed.example.org/s/x", "https://mirror.example.org/pub/x");
    assertThat(config.dns().zones()).containsExactly("dl.example.org");
  }

  @Test
  void of_wrongMirrors() {
    assertThatThrownBy(
            () -> Config.of(values().set(Key.CONTENT_MIRRORS, "http://a, http://b pri=x")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("content.mirrors: pri=1 to pri=999999, not 'x' in 'http://b pri=x'");
    assertThatThrownBy(() -> Config.of(values().set(Key.CONTENT_MIRRORS, "ftp://a pri=1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("content.mirrors: URLs (http, https), not 'ftp://a'");
  }

  @Test
  void requirePublicUrl_notSet() throws Exception {
    var config = Config.of(values());
    assertThatThrownBy(() -> config.requirePublicUrl("here"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("public-url: must be set here");
  }

  @Test
  void of_tls_allKeysOrNone() throws Exception {
    String all =
        ": must be set for HTTPS, as [http.tls-port, http.tls-certificate, http.tls-key] all are";
    assertRefused(values().set(Key.HTTP_TLS_PORT, "8443"), "http.tls-certificate" + all);
    assertRefused(
        values().set(Key.HTTP_TLS_CERTIFICATE, "c.pem").set(Key.HTTP_TLS_KEY, "k.pem"),
        "http.tls-port" + all);
    assertRefused(
        values()
            .set(Key.HTTP_TLS_PORT, "https")
            .set(Key.HTTP_TLS_CERTIFICATE, "c.pem")
            .set(Key.HTTP_TLS_KEY, "k.pem"),
        "http.tls-port: 0 to 65535, not 'https'");
  }

  @Test
  void of_httpValuesThatCannotBe() {
    assertRefused(
        values().set(Key.HTTP_IDLE_TIMEOUT, "0s"),
        "http.idle-timeout: must be longer than 0s, was PT0S");
    assertRefused(
        values().set(Key.HTTP_SEND_TIMEOUT, "0s"),
        "http.send-timeout: must be longer than 0s, was PT0S");
    assertRefused(
        values().set(Key.HTTP_PROXY_PROTOCOL, "true"),
        "http.proxy-protocol: needs http.trusted-proxies, which names the proxies that speak it");
    assertRefused(
        values().set(Key.HTTP_TRUSTED_PROXIES, "10.0.0.0/8, proxy.example"),
        "http.trusted-proxies: addresses and blocks such as 10.0.0.0/8, not 'proxy.example'");
    assertRefused(
        values().set(Key.HTTP_CORS_ORIGINS, "page.example"),
        "http.cors-origins: http(s)://HOST[:PORT] or *, not 'page.example'");
  }
}
