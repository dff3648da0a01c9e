package org.spillway.swarm.peer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
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
 * Asks one peer for the piece layers of all files, one after the other, range by range. No proofs
 * are asked for, because the root over a whole layer proves it.
 */
final class PieceLayerSession extends FetchSession {
  /** The most hashes in one request; a peer need not answer more (BEP 52). */
  private static final int MOST_HASHES = 512;

  private final InfoDictionary info;
  private final PieceLayerTorrent.LayerReceiver receiver;

  /** The files whose layers are missing; that of the first is asked for now. */
  private final Queue<TorrentFile> files = new ArrayDeque<>();

  private final List<PieceLayer> layers = new ArrayList<>();
  private ByteBuffer hashes = ByteBuffer.allocate(0);

  /** The number of hashes in each range. */
  private int run;

  PieceLayerSession(PeerContext peer, PieceLayerTorrent torrent) {
    super(peer, () -> peer.engine().torrents().leave(torrent, peer.connection()));
    this.info = torrent.info();
    this.receiver = torrent.receiver();
    Set<Sha256> roots = new HashSet<>();
    info.layeredFiles().stream().filter(file -> roots.add(root(file))).forEach(files::add);
  }

  private static Sha256 root(TorrentFile file) {
    return file.piecesRoot().orElseThrow();
  }

  @Override
  public void begin() {
    var file = files.peek();
    if (file == null) {
      receiver.accept(List.copyOf(layers));
      return;
    }
    int width = Math.max(2, MerkleTree.widthFor((long) pieces(file) * MerkleTree.BLOCK));
    run = Math.min(width, MOST_HASHES);
    hashes = ByteBuffer.allocate(width * Sha256.LENGTH);
    send(new HashRequest(range(file)));
  }

  private int pieces(TorrentFile file) {
    return (int) ((file.length() - 1) / info.pieceLength() + 1);
  }

  private HashRange range(TorrentFile file) {
    int baseLayer = Integer.numberOfTrailingZeros(info.pieceLength() / MerkleTree.BLOCK);
    int index = hashes.position() / Sha256.LENGTH;
    return HashRange.of(root(file).toBytes(), baseLayer, index, run, 0);
  }

  @Override
  public void received(PeerMessage message) throws MalformedMessageException {
    var file = files.peek();
    if (!receiver.isNeeded() || file == null) {
      return;
    }
    if (message instanceof HashReject) {
      part("does not send hashes");
    } else if (message instanceof Hashes answer
        && answer.range().equals(range(file))
        && answer.hashes().remaining() >= run * Sha256.LENGTH) {
      take(file, answer.hashes());
    }
  }

  private void take(TorrentFile file, ByteBuffer answer) throws MalformedMessageException {
    progressed();
    hashes.put(answer.slice(answer.position(), run * Sha256.LENGTH));
    if (hashes.position() / Sha256.LENGTH < pieces(file)) {
      send(new HashRequest(range(file)));
    } else {
      finish(file);
    }
  }

  private void finish(TorrentFile file) throws MalformedMessageException {
    int length = pieces(file) * Sha256.LENGTH;
    var layer = new PieceLayer(Arrays.copyOf(hashes.array(), length), info.pieceLength());
    if (!layer.root().equals(root(file))) {
      throw new MalformedMessageException("sent a wrong piece layer");
    }
    layers.add(layer);
    files.remove();
    begin();
  }
}
