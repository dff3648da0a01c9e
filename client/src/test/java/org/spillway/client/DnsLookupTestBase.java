package org.spillway.client;

import static org.spillway.testing.Patience.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.spillway.torrent.TorrentFormat;

/** A name server, and look-ups that ask it. */
abstract class DnsLookupTestBase {
  static final URI URL = URI.create("http://localhost:8080/pub/file.bin");
  static final String NAME = DownloadUrl.fallbackName(URL);

  final Content content = Content.of(TorrentFormat.V1, 300_000);
  DnsFixture dns;

  @BeforeEach
  void start() throws Exception {
    dns = new DnsFixture();
  }

  @AfterEach
  void stop() throws Exception {
    dns.close();
  }

  /** Asks a second time after three seconds. */
  static DnsLookup lookup(NameServer... servers) {
    return lookup(Duration.ofSeconds(9), servers);
  }

  static DnsLookup lookup(Duration patience, NameServer... servers) {
    return new DnsLookup(
        ClientSettings.DEFAULT
            .withConnectTimeout(patience)
            .withReadTimeout(patience)
            .withStallTimeout(patience)
            .withDnsServers(List.of(servers)));
  }

  static DnsLookup impatientLookup(NameServer... servers) {
    return lookup(Duration.ofSeconds(1), servers);
  }

  LookupResult.Present present() throws Exception {
    return (LookupResult.Present) lookup(dns.server()).lookup(URL);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(8484).nextBytes(bytes);
    return bytes;
  }

  /** The client can give up before the server has received the last question. */
  void awaitOverUdp(int questions) {
    await(questions + " questions").until(() -> dns.overUdp() >= questions);
  }
}
