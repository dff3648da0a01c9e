package org.spillway.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MerkleTree;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFile;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HashRange;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;

/**
 * Asks peers for the piece layers of a v2 torrent that came without them (BEP 52). No proofs are
 * asked for, because the root over the whole layer proves it.
 */
final class PieceLayerTask implements PeerTask {
  /** The most hashes in one request; a peer need not answer more (BEP 52). */
  private static final int MAX_RUN = 512;

  private final InfoDictionary info;
  private final ClientSettings settings;
  private final CompletableFuture<List<PieceLayer>> found;

  PieceLayerTask(
      InfoDictionary info, ClientSettings settings, CompletableFuture<List<PieceLayer>> found) {
    this.info = info;
    this.settings = settings;
    this.found = found;
  }

  @Override
  public long reserved() {
    return Handshake.V2;
  }

  @Override
  public void run(PeerLink link) throws IOException {
    Map<Sha256, PieceLayer> layers = new HashMap<>();
    for (TorrentFile file : info.layeredFiles()) {
      Sha256 root = file.piecesRoot().orElseThrow();
      if (!layers.containsKey(root) && !found.isDone()) {
        layers.put(root, layer(link, root, pieces(file)));
      }
    }
    found.complete(List.copyOf(layers.values()));
  }

  /** Returns the number of pieces of a file. */
  private int pieces(TorrentFile file) {
    return (int) ((file.length() - 1) / info.pieceLength() + 1);
  }

  private PieceLayer layer(PeerLink link, Sha256 root, int pieces) throws IOException {
    int width = Math.max(2, MerkleTree.widthFor((long) pieces * MerkleTree.BLOCK));
    int run = Math.min(width, MAX_RUN);
    byte[] hashes = new byte[width * Sha256.LENGTH];
    for (int index = 0; index < pieces && !found.isDone(); index += run) {
      ByteBuffer answer = ask(link, root, index, run);
      answer.get(hashes, index * Sha256.LENGTH, run * Sha256.LENGTH);
    }
    var layer = new PieceLayer(Arrays.copyOf(hashes, pieces * Sha256.LENGTH), info.pieceLength());
    if (!found.isDone() && !layer.root().equals(root)) {
      throw new WrongContentException("piece layer");
    }
    return layer;
  }

  private ByteBuffer ask(PeerLink link, Sha256 root, int index, int run) throws IOException {
    int baseLayer = Integer.numberOfTrailingZeros(info.pieceLength() / MerkleTree.BLOCK);
    var range = HashRange.of(root.toBytes(), baseLayer, index, run, 0);
    link.send(new HashRequest(range));
    var deadline = Deadline.after(settings.readTimeout(), link.nanoTime());
    while (!deadline.isOver()) {
      var message = link.receive(settings.readMillis());
      if (message.isPresent() && message.get() instanceof HashReject) {
        throw new IOException("does not send hashes");
      }
      if (message.isPresent()
          && message.get() instanceof Hashes answer
          && answer.range().equals(range)
          && answer.hashes().remaining() >= run * Sha256.LENGTH) {
        return answer.hashes();
      }
    }
    throw new SocketTimeoutException("no hashes");
  }
}
