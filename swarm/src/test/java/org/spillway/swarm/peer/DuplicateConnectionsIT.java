package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Handshake;

/** Peers that have more than one connection for a moment, over real sockets. */
@Timeout(120)
class DuplicateConnectionsIT {
  private static final EngineSettings SETTINGS =
      EngineSettings.DEFAULT.withHost("127.0.0.1").withPort(0);

  private final TestTorrents torrents = new TestTorrents();
  private final TestTorrents.Offered torrent =
      torrents.offer(TestTorrents.bytes(1_000_000, 1), TorrentFormat.V1);

  @Test
  void peersThatDialEachOther_keepOneConnection() throws Exception {
    for (int i = 0; i < 10; i++) {
      try (var one = new TestLeech(torrent.hashes(), SETTINGS, UploadLimits.NONE);
          var other = new TestLeech(torrent.hashes(), SETTINGS, UploadLimits.NONE)) {
        one.meet(other.address());
        other.meet(one.address());
        await("both have dialled")
            .until(() -> one.stats().dials() > 0 && other.stats().dials() > 0);
        await("one connection")
            .until(
                () ->
                    one.connected() + other.connected() == 1
                        && one.stats().connections() == 1
                        && other.stats().connections() == 1);
      }
    }
  }

  @Test
  void peerThatDialsItself_isClosed_andNotDialledAgain() throws Exception {
    try (var leech = new TestLeech(torrent.hashes(), SETTINGS, UploadLimits.NONE)) {
      leech.meet(leech.address());
      await("the end of both ends")
          .until(() -> leech.isExhausted() && leech.stats().connections() == 0);
      assertThat(leech.stats().dials()).isEqualTo(1);
    }
  }

  @Test
  void secondConnectionWithTheSameId_getsNoAnswer() throws Exception {
    var id = PeerId.of(new byte[PeerId.LENGTH]);
    try (var engine = PeerEngine.start(SETTINGS, UploadLimits.NONE, torrents, new TestMemory());
        var first = new Socket(InetAddress.getLoopbackAddress(), engine.port());
        var second = new Socket(InetAddress.getLoopbackAddress(), engine.port())) {
      greet(first, id);
      new DataInputStream(first.getInputStream()).readFully(new byte[Handshake.LENGTH]);
      greet(second, id);
      second.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      assertThat(second.getInputStream().read()).isEqualTo(-1);
      await("only the first").until(() -> engine.stats().connections() == 1);
      assertThat(engine.stats().connectionsRefused()).isEqualTo(1);
    }
  }

  private void greet(Socket socket, PeerId id) throws IOException {
    var bytes = ByteBuffer.allocate(Handshake.LENGTH);
    new Handshake(0, torrent.info().swarmHash(), id).writeTo(bytes);
    socket.getOutputStream().write(bytes.array());
  }
}
