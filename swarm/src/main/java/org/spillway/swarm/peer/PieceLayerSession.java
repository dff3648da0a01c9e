package org.spillway.swarm.peer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spillway.swarm.torrents.PieceLayerTorrent;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MerkleTree;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFile;
import org.spillway.torrent.peer.HashRange;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;
import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;

/**
 * Asks one peer for the piece layers, file by file and range by range. No proofs are asked for,
 * because the root over a whole layer proves it.
 */
final class PieceLayerSession extends FetchSession {
  /** The most hashes in one request; a peer need not answer more (BEP 52). */
  private static final int MOST_HASHES = 512;

  private final InfoDictionary info;
  private final PieceLayerTorrent.LayerReceiver receiver;
  private final Deque<Layer> missing = new ArrayDeque<>();
  private final List<PieceLayer> found = new ArrayList<>();

  PieceLayerSession(PeerContext peer, PieceLayerTorrent torrent) {
    super(peer, () -> peer.engine().torrents().leave(torrent, peer.connection()));
    this.info = torrent.info();
    this.receiver = torrent.receiver();
    Map<Sha256, Layer> layers = new LinkedHashMap<>();
    for (TorrentFile file : info.layeredFiles()) {
      var root = file.piecesRoot().orElseThrow();
      int pieces = (int) ((file.length() - 1) / info.pieceLength() + 1);
      layers.computeIfAbsent(root, unknown -> new Layer(root, pieces));
    }
    missing.addAll(layers.values());
  }

  /** A layer that arrives in ranges. */
  private final class Layer {
    private final Sha256 root;
    private final int pieces;

    /** The number of hashes in each range. */
    private final int run;

    private final ByteBuffer hashes;

    Layer(Sha256 root, int pieces) {
      this.root = root;
      this.pieces = pieces;
      int width = Math.max(2, MerkleTree.widthFor((long) pieces * MerkleTree.BLOCK));
      this.run = Math.min(width, MOST_HASHES);
      this.hashes = ByteBuffer.allocate(width * Sha256.LENGTH);
    }

    HashRange range() {
      int baseLayer = Integer.numberOfTrailingZeros(info.pieceLength() / MerkleTree.BLOCK);
      int index = hashes.position() / Sha256.LENGTH;
      return HashRange.of(root.toBytes(), baseLayer, index, run, 0);
    }

    /** Takes the hashes of a range; returns whether it was the last one that is needed. */
    boolean add(ByteBuffer range) {
      hashes.put(range.slice(range.position(), run * Sha256.LENGTH));
      return hashes.position() / Sha256.LENGTH >= pieces;
    }

    PieceLayer proved() throws MalformedMessageException {
      byte[] bytes = new byte[pieces * Sha256.LENGTH];
      hashes.flip().get(bytes);
      var layer = new PieceLayer(bytes, info.pieceLength());
      if (!layer.root().equals(root)) {
        throw new MalformedMessageException("sent a wrong piece layer");
      }
      return layer;
    }
  }

  @Override
  public void begin() {
    askOrFinish();
  }

  private void askOrFinish() {
    var next = missing.peek();
    if (next == null) {
      receiver.accept(List.copyOf(found));
    } else {
      send(new HashRequest(next.range()));
    }
  }

  @Override
  public void received(PeerMessage message) throws MalformedMessageException {
    var current = missing.peek();
    if (!receiver.isNeeded() || current == null) {
      return;
    }
    if (message instanceof HashReject) {
      part("does not send hashes");
    } else if (message instanceof Hashes answer
        && answer.range().equals(current.range())
        && answer.hashes().remaining() >= current.run * Sha256.LENGTH) {
      progressed();
      take(answer.hashes(), current);
    }
  }

  private void take(ByteBuffer answer, Layer current) throws MalformedMessageException {
    if (current.add(answer)) {
      found.add(current.proved());
      missing.remove();
    }
    askOrFinish();
  }
}
