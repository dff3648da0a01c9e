package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.HttpAnnounce;
import org.spillway.torrent.peer.Handshake;
import org.spillway.webapp.config.Config;

/** What peers are told by a server that was restarted, before it has looked at all of its files. */
class RestartIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final int FILES = 500;
  private static final PeerId PEER_ID = PeerId.of("-XX0001-abcdefghijkl".getBytes(US_ASCII));

  @TempDir private Path folder;

  private TestSite site;
  private List<InfoHash> infoHashes;

  @BeforeEach
  void serveOnce() throws Exception {
    site = TestSite.withoutBig(folder);
    infoHashes = new ArrayList<>();
    try (var server = serve()) {
      for (int i = 0; i < FILES; i++) {
        site.offer("/file" + i, TestSite.bytes(i, 100));
      }
      for (int i = 0; i < FILES; i++) {
        String url = "http://127.0.0.1:%d/file%d".formatted(server.ports().http().orElseThrow(), i);
        infoHashes.add(TestSite.torrent(url).info().swarmHash());
      }
    }
  }

  private Server serve() throws Exception {
    var config = Config.of(site.values());
    return Server.start(config, Server.bindHttp(config));
  }

  private static String announce(Server server, InfoHash infoHash) throws Exception {
    var request =
        new AnnounceRequest(
            infoHash, PEER_ID, 0, 0, 100, AnnounceEvent.STARTED, 0, 0, 5, List.of(), true);
    String url = "http://127.0.0.1:%d/announce?".formatted(server.ports().http().orElseThrow());
    var response = TestSite.get(url + HttpAnnounce.query(request));
    return response.statusCode() + " " + new String(response.body(), ISO_8859_1);
  }

  private static InfoHash handshake(Server server, InfoHash infoHash) throws IOException {
    int port = server.ports().seeder().orElseThrow();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) MOST.toMillis());
      var ours = ByteBuffer.allocate(Handshake.LENGTH);
      new Handshake(0, infoHash, PEER_ID).writeTo(ours);
      socket.getOutputStream().write(ours.array());
      byte[] theirs = socket.getInputStream().readNBytes(Handshake.LENGTH);
      return Handshake.read(ByteBuffer.wrap(theirs)).infoHash();
    }
  }

  @Test
  void everyTorrent_isKnownAtOnce() throws Exception {
    try (var server = serve()) {
      for (InfoHash infoHash : infoHashes) {
        assertThat(announce(server, infoHash)).startsWith("200 d8:completei1e");
      }
    }
    try (var server = serve()) {
      InfoHash last = infoHashes.get(FILES - 1);
      assertThat(handshake(server, last)).isEqualTo(last);
    }
  }

  /** In a container without a volume, all files are hashed again. */
  @Test
  void stateFolderIsLost_nobodyIsSentAway() throws Exception {
    try (var state = Files.walk(site.state())) {
      for (Path path : state.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    try (var server = serve()) {
      InfoHash last = infoHashes.get(FILES - 1);
      String first = announce(server, last);
      assertThat(first)
          .satisfiesAnyOf(
              known -> assertThat(known).startsWith("200 d8:complete"),
              notYet -> assertThat(notYet).startsWith("503 ").endsWith("8:retry ini1ee"));
      assertThat(handshake(server, last)).isEqualTo(last);
      assertThat(announce(server, last)).startsWith("200 d8:completei1e");
      assertForeignIsToldInTheEnd(server);
    }
  }

  private static void assertForeignIsToldInTheEnd(Server server) throws Exception {
    var foreign = InfoHash.of(new byte[InfoHash.LENGTH]);
    await("the tracker says that a foreign torrent is not registered")
        .atMost(MOST)
        .until(() -> announce(server, foreign).contains("unregistered torrent"));
  }
}
