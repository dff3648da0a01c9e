package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;

/**
 * Clients that others wrote download the whole file from us and upload it to us over encrypted
 * connections. Needs the Debian packages python3-libtorrent, aria2 and transmission-cli.
 */
@Timeout(180)
class EncryptionIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** Arguments: torrent, folder, in_enc_policy, out_enc_policy, allowed_enc_level, prefer_rc4. */
  private static final String LIBTORRENT =
      """
      import sys, time, libtorrent as lt
      torrent, folder = sys.argv[1:3]
      session = lt.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False,
          'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
          'enable_outgoing_utp': False, 'enable_incoming_utp': False, 'min_reconnect_time': 1,
          'in_enc_policy': int(sys.argv[3]), 'out_enc_policy': int(sys.argv[4]),
          'allowed_enc_level': int(sys.argv[5]), 'prefer_rc4': sys.argv[6] == 'true'})
      handle = session.add_torrent({'ti': lt.torrent_info(torrent), 'save_path': folder})
      while not handle.status().is_seeding:
          time.sleep(0.05)
      print('seeding on port', session.listen_port(), flush=True)
      while True:
          time.sleep(1)
      """;

  private static final String FORCED = "0";
  private static final String ENABLED = "1";
  private static final String RC4_LEVEL = "2";
  private static final String BOTH_LEVELS = "3";

  @TempDir Path folder;

  private EncryptionFixture fixture;

  @BeforeEach
  void start() throws IOException {
    fixture = new EncryptionFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(MOST.toSeconds(), TimeUnit.SECONDS);
  }

  private void assertDownloaded() throws IOException {
    assertThat(Files.readAllBytes(folder.resolve(EncryptionFixture.NAME)))
        .isEqualTo(fixture.content());
  }

  /** At least one peer has named the torrent after a handshake that led to this method. */
  private void assertUploadedBy(CryptoMethod method) throws Exception {
    await("a peer that encrypts")
        .until(() -> fixture.accepted().stream().anyMatch(EncryptionIT::isEncrypted));
    for (TestPeer peer : fixture.accepted()) {
      if (isEncrypted(peer)) {
        assertEncrypted(peer, method);
      }
    }
  }

  private static boolean isEncrypted(TestPeer peer) {
    return peer.encryption().isDone() && !peer.encryption().isCompletedExceptionally();
  }

  private void writeContent() throws IOException {
    Files.write(folder.resolve(EncryptionFixture.NAME), fixture.content());
  }

  private void assertDownloadedFrom(int port, Encryption policy, CryptoMethod method)
      throws Exception {
    var torrent = fixture.metainfo().info().swarmHash();
    var peer = fixture.dial(port, fixture.encryption(policy).outgoing(torrent), false);
    assertEncrypted(peer, method);
    assertThat(get(peer.downloaded())).isEqualTo(fixture.content());
  }

  private void assertEncrypted(TestPeer peer, CryptoMethod method) throws Exception {
    var torrent = fixture.metainfo().info().swarmHash();
    assertThat(get(peer.encryption())).isEqualTo(new EncryptedStream(torrent, method));
    assertThat(get(peer.handshake()).infoHash()).isEqualTo(torrent);
  }

  private Program libtorrent(String in, String out, String level, boolean prefersRc4)
      throws IOException {
    Path script = Files.writeString(folder.resolve("client.py"), LIBTORRENT);
    return Program.start(
        Map.of(),
        List.of(
            "/usr/bin/python3",
            script.toString(),
            fixture.torrent(folder).toString(),
            folder.toString(),
            in,
            out,
            level,
            String.valueOf(prefersRc4)));
  }

  private static int awaitSeeding(Program libtorrent) {
    String said = libtorrent.awaitOutput(MOST, output -> output.matches("(?s).*port \\d+\n.*"));
    return Integer.parseInt(said.replaceAll("(?s).*port (\\d+)\n.*", "$1"));
  }

  @ParameterizedTest
  @CsvSource({
    "2, false, REQUIRE, RC4",
    "2, true, PREFER_PLAIN, RC4",
    "3, true, REQUIRE, RC4",
    "3, false, PREFER_PLAIN, PLAINTEXT",
    "1, false, PREFER_PLAIN, PLAINTEXT"
  })
  void libtorrent_forced_downloadsFromUs(
      String level, boolean prefersRc4, Encryption policy, CryptoMethod method) throws Exception {
    fixture.upload(policy);
    try (var libtorrent = libtorrent(FORCED, FORCED, level, prefersRc4)) {
      awaitSeeding(libtorrent);
      assertDownloaded();
      assertUploadedBy(method);
    }
  }

  /**
   * It dials peers of a tracker without encryption, and those that refuse that once more with it;
   * with its own settings a minute later.
   */
  @ParameterizedTest
  @EnumSource
  void libtorrent_enabled_downloadsFromUs(Encryption policy) throws Exception {
    fixture.upload(policy);
    try (var libtorrent = libtorrent(ENABLED, ENABLED, BOTH_LEVELS, false)) {
      awaitSeeding(libtorrent);
      assertDownloaded();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, false, REQUIRE, RC4",
    "2, false, PREFER_PLAIN, RC4",
    "3, false, REQUIRE, RC4",
    "3, true, PREFER_PLAIN, RC4",
    "3, false, PREFER_PLAIN, PLAINTEXT",
    "1, false, PREFER_PLAIN, PLAINTEXT"
  })
  void libtorrent_forced_uploadsToUs(
      String level, boolean prefersRc4, Encryption policy, CryptoMethod method) throws Exception {
    writeContent();
    try (var libtorrent = libtorrent(FORCED, FORCED, level, prefersRc4)) {
      assertDownloadedFrom(awaitSeeding(libtorrent), policy, method);
    }
  }

  @Test
  void libtorrent_forced_plainDial_isRedialled() throws Exception {
    writeContent();
    try (var libtorrent = libtorrent(FORCED, FORCED, RC4_LEVEL, false)) {
      int port = awaitSeeding(libtorrent);
      var redialled = new CompletableFuture<Boolean>();
      var plain =
          fixture.dial(port, StreamEncryption.redialling(() -> redialled.complete(true)), false);
      assertThat(get(redialled)).isTrue();
      assertThat(plain.handshake()).failsWithin(MOST);
      assertDownloadedFrom(port, Encryption.PREFER_PLAIN, CryptoMethod.RC4);
    }
  }

  private List<String> aria2(String... options) throws IOException {
    var command =
        List.of(
            "aria2c",
            "--no-conf",
            "--no-proxy=*",
            "--enable-dht=false",
            "--bt-enable-lpd=false",
            "--file-allocation=none",
            "--dir=" + folder);
    return Stream.of(command, List.of(options), List.of(fixture.torrent(folder).toString()))
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"arc4, REQUIRE, RC4", "arc4, PREFER_PLAIN, RC4", "plain, PREFER_PLAIN, PLAINTEXT"})
  void aria2_required_downloadsFromUs(String level, Encryption policy, CryptoMethod method)
      throws Exception {
    fixture.upload(policy);
    Program.run(
        0,
        MOST,
        Map.of(),
        aria2("--seed-time=0", "--bt-require-crypto=true", "--bt-min-crypto-level=" + level));
    assertDownloaded();
    assertUploadedBy(method);
  }

  @ParameterizedTest
  @CsvSource({"arc4, REQUIRE, RC4", "arc4, PREFER_PLAIN, RC4", "plain, PREFER_PLAIN, PLAINTEXT"})
  void aria2_required_uploadsToUs(String level, Encryption policy, CryptoMethod method)
      throws Exception {
    writeContent();
    int port = FreePort.find();
    var command =
        aria2(
            "--check-integrity=true",
            "--seed-ratio=0.0",
            "--listen-port=" + port,
            "--bt-require-crypto=true",
            "--bt-min-crypto-level=" + level);
    try (var aria2 = Program.start(Map.of(), command)) {
      aria2.awaitPort(MOST, port);
      assertDownloadedFrom(port, policy, method);
    }
  }

  private Program transmission(int port) throws IOException {
    Path settings = Files.createDirectories(folder.resolve("settings"));
    Files.writeString(
        settings.resolve("settings.json"),
        """
        {"dht-enabled": false, "lpd-enabled": false, "utp-enabled": false,
         "port-forwarding-enabled": false, "bind-address-ipv4": "127.0.0.1"}
        """);
    return Program.start(
        // It would keep what it says until that fills a buffer.
        "stdbuf",
        "-o0",
        "transmission-cli",
        "--config-dir=" + settings,
        "--download-dir=" + folder,
        "--no-portmap",
        "--encryption-required",
        "--port=" + port,
        fixture.torrent(folder).toString());
  }

  /** It dials no address of loopback, so we dial it. It takes RC4 wherever it can. */
  @Test
  void transmission_required_downloadsFromUs() throws Exception {
    int port = FreePort.find();
    try (var transmission = transmission(port)) {
      transmission.await("its announce", MOST, fixture::isStarted);
      var first =
          fixture.encryption(Encryption.REQUIRE).outgoing(fixture.metainfo().info().swarmHash());
      assertEncrypted(fixture.dial(port, first, true), CryptoMethod.RC4);
      transmission.awaitOutput(MOST, output -> output.contains("Seeding"));
      assertDownloaded();
    }
  }

  @Test
  void transmission_required_uploadsToUs() throws Exception {
    writeContent();
    int port = FreePort.find();
    try (var transmission = transmission(port)) {
      transmission.awaitOutput(MOST, output -> output.contains("Seeding"));
      assertDownloadedFrom(port, Encryption.PREFER_PLAIN, CryptoMethod.RC4);
    }
  }
}
