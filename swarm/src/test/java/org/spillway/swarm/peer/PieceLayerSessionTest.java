package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.torrents.PieceLayerTorrent;
import org.spillway.swarm.torrents.TestFolder;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;
import org.spillway.torrent.peer.PeerMessage;

/** Peers that are asked for piece layers (BEP 52), honest ones and others. */
class PieceLayerSessionTest implements PieceLayerTorrent.LayerReceiver {
  private static final int PIECE = TestFolder.PIECE;

  /** Files of three pieces, of less than one, and of five. */
  private final TestFolder folder =
      new TestFolder(TorrentFormat.V2, 2 * PIECE + 1, PIECE - 1, 5 * PIECE);

  private final OneTorrent torrent = new OneTorrent(new PieceLayerTorrent(folder.torrent(), this));
  private final EngineContext context = torrent.context();
  private final List<PieceLayer> accepted = new ArrayList<>();

  @Override
  public void accept(List<PieceLayer> layers) {
    accepted.addAll(layers);
  }

  @Override
  public boolean isNeeded() {
    return accepted.isEmpty();
  }

  private EmbeddedPeer connected() throws Exception {
    var peer = new EmbeddedPeer(context);
    var swarmHash = folder.torrent().swarmHash();
    peer.send(new Handshake(Handshake.V2, swarmHash, EmbeddedPeer.ID));
    peer.handshake();
    return peer;
  }

  private static HashRequest onlyRequest(EmbeddedPeer peer) throws Exception {
    List<PeerMessage> messages = peer.messages();
    assertThat(messages).hasSize(1);
    return (HashRequest) messages.get(0);
  }

  private Hashes answer(HashRequest request) {
    return new Hashes(request.range(), folder.hashes(request.range()).orElseThrow());
  }

  @Test
  void honestPeer_isAskedFileByFile() throws Exception {
    var peer = connected();
    for (int files = folder.layers().size(); files > 0; files--) {
      assertThat(accepted).isEmpty();
      peer.send(answer(onlyRequest(peer)));
    }
    assertThat(accepted).isEqualTo(folder.layers()).hasSize(2);
    assertThat(peer.messages()).isEmpty();
  }

  @Test
  void longLayer_isAskedInRanges() throws Exception {
    var big = new TestFolder(TorrentFormat.V2, 17 * PIECE);
    var peer =
        new EmbeddedPeer(new OneTorrent(new PieceLayerTorrent(big.torrent(), this)).context());
    peer.send(new Handshake(Handshake.V2, big.torrent().swarmHash(), EmbeddedPeer.ID));
    peer.handshake();
    var request = onlyRequest(peer);
    assertThat(request.range().isSubtree()).isTrue();
    assertThat(request.range().length()).isEqualTo(32);
    assertThat(request.range().baseLayer()).isEqualTo(1);
    peer.send(new Hashes(request.range(), big.hashes(request.range()).orElseThrow()));
    assertThat(accepted).isEqualTo(big.layers());
  }

  @Test
  void reject_parts() throws Exception {
    var peer = connected();
    peer.send(new HashReject(onlyRequest(peer).range()));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot().misbehaved()).isZero();
    assertThat(torrent.present()).isZero();
  }

  @Test
  void wrongHashes_areAFault() throws Exception {
    var peer = connected();
    var range = onlyRequest(peer).range();
    peer.send(new Hashes(range, ByteBuffer.allocate(range.length() * 32)));
    assertThat(peer.isOpen()).isFalse();
    assertThat(context.counters().snapshot().misbehaved()).isEqualTo(1);
    assertThat(accepted).isEmpty();
  }

  @Test
  void answers_thatNobodyAskedFor_areIgnored() throws Exception {
    var peer = connected();
    var request = onlyRequest(peer);
    peer.send(answer(request));
    var second = onlyRequest(peer);
    peer.send(answer(request), new Hashes(second.range(), ByteBuffer.allocate(32)));
    assertThat(peer.messages()).isEmpty();
    peer.send(answer(second));
    assertThat(accepted).isEqualTo(folder.layers());
  }
}
