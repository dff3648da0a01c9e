package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.negotiation.HostUrls;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.Sha256;
import org.spillway.webapp.host.Addresses;
import org.spillway.webapp.host.LocalAddresses;

/** The URLs and addresses by which others find this server. */
class PublicUrlsConfigTest {
  private static final LocalAddresses LOOPBACK = Addresses.of("127.0.0.1", "::1");
  private static final LocalAddresses MACHINE =
      Addresses.of("127.0.0.1", "::1", "192.0.2.2", "2001:db8::2");

  @TempDir private Path folder;

  private Values values() {
    return new Values()
        .set(CatalogConfig.CONTENT_ROOT, folder.resolve("content").toString())
        .set(CatalogConfig.STATE_DIR, folder.resolve("state").toString());
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
    var elsewhere = values().set(SiteConfig.SEED_URLS, "https://seed.example.org/s");
    var others = Config.of(elsewhere, () -> LOOPBACK).publicUrls(ports).of("/a b", content);
    assertThat(others.webSeeds()).containsExactly("https://seed.example.org/s/a%20b");
    var anotherSpillway = values().set(SiteConfig.SEED_URLS, "https://b.example.org/seed/~");
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
    var values = values().set(SiteConfig.PUBLIC_URL, "https://dl.example.org");
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
    assertThat(seeders(values().set(SeederConfig.HOST, "192.0.2.2"), "127.0.0.1"))
        .containsExactly(peer("192.0.2.2"));
    assertThat(seeders(values().set(SiteConfig.SEEDER_PUBLIC_HOST, "198.51.100.1"), "127.0.0.1"))
        .containsExactly(peer("198.51.100.1"));
    assertThat(seeders(values().set(SiteConfig.PUBLIC_URL, "http://198.51.100.2"), "192.0.2.7"))
        .containsExactly(peer("198.51.100.2"));
  }

  @Test
  void publicUrls_fromTheConfiguration() throws Exception {
    var values =
        values()
            .set(SiteConfig.PUBLIC_URL, "https://dl.example.org/files/")
            .set(
                SiteConfig.TRACKER_PUBLIC_URLS,
                "udp://t.example.org:6969, https://u.example.org/announce")
            .set(SiteConfig.SEED_URLS, "https://seed.example.org/s")
            .set(SiteConfig.MIRRORS, "https://mirror.example.org/pub/ pri=2 geo=de");
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
  void externalTrackers_thoseOfOthers() throws Exception {
    var ports = new Ports();
    ports.http(1);
    ports.trackerUdp(2);
    var urls =
        "udp://localhost:2, http://localhost:1/announce, udp://127.0.0.1:3,"
            + " https://tracker.invalid/announce, wss://tracker.invalid/announce";
    var config = Config.of(values().set(SiteConfig.TRACKER_PUBLIC_URLS, urls), () -> LOOPBACK);
    assertThat(config.externalTrackers(ports))
        .containsExactly("udp://127.0.0.1:3", "https://tracker.invalid/announce");
    assertThat(Config.of(values(), () -> LOOPBACK).externalTrackers(ports)).isEmpty();
  }

  @Test
  void externalTrackers_withoutATracker_all() throws Exception {
    var values =
        values()
            .set(TrackerConfig.ENABLED, "false")
            .set(SiteConfig.TRACKER_PUBLIC_URLS, "udp://localhost:2");
    assertThat(Config.of(values, () -> LOOPBACK).externalTrackers(new Ports()))
        .containsExactly("udp://localhost:2");
  }
}
