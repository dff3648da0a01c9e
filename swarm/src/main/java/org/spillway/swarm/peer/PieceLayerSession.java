package org.spillway.swarm.peer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MerkleTree;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.peer.HashRange;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;

/**
 * Asks one peer for the piece layer, range by range. No proofs are asked for, because the root over
 * the whole layer proves it.
 */
final class PieceLayerSession extends FetchSession {
  /** The most hashes in one request; a peer need not answer more (BEP 52). */
  private static final int MOST_HASHES = 512;

  private final InfoDictionary info;
  private final PieceLayerTorrent.LayerReceiver receiver;
  private final ByteBuffer hashes;

  /** The number of hashes in each range. */
  private final int run;

  PieceLayerSession(PeerContext peer, PieceLayerTorrent torrent) {
    super(peer, () -> peer.engine().torrents().leave(torrent, peer.connection()));
    this.info = torrent.info();
    this.receiver = torrent.receiver();
    int width = Math.max(2, MerkleTree.widthFor((long) info.pieceCount() * MerkleTree.BLOCK));
    this.run = Math.min(width, MOST_HASHES);
    this.hashes = ByteBuffer.allocate(width * Sha256.LENGTH);
  }

  @Override
  public void begin() {
    send(new HashRequest(range()));
  }

  private HashRange range() {
    int baseLayer = Integer.numberOfTrailingZeros(info.pieceLength() / MerkleTree.BLOCK);
    int index = hashes.position() / Sha256.LENGTH;
    return HashRange.of(root().toBytes(), baseLayer, index, run, 0);
  }

  private Sha256 root() {
    return info.files().get(0).piecesRoot().orElseThrow();
  }

  @Override
  public void received(PeerMessage message) throws MalformedMessageException {
    if (!receiver.isNeeded() || !hashes.hasRemaining()) {
      return;
    }
    if (message instanceof HashReject) {
      part("does not send hashes");
    } else if (message instanceof Hashes answer
        && answer.range().equals(range())
        && answer.hashes().remaining() >= run * Sha256.LENGTH) {
      take(answer.hashes());
    }
  }

  private void take(ByteBuffer answer) throws MalformedMessageException {
    progressed();
    hashes.put(answer.slice(answer.position(), run * Sha256.LENGTH));
    if (hashes.position() / Sha256.LENGTH < info.pieceCount()) {
      send(new HashRequest(range()));
    } else {
      finish();
    }
  }

  private void finish() throws MalformedMessageException {
    int length = info.pieceCount() * Sha256.LENGTH;
    var layer = new PieceLayer(Arrays.copyOf(hashes.array(), length), info.pieceLength());
    if (!layer.root().equals(root())) {
      throw new MalformedMessageException("sent a wrong piece layer");
    }
    hashes.position(hashes.limit());
    receiver.accept(layer);
  }
}
