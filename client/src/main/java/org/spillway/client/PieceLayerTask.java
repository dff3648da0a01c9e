package org.spillway.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MerkleTree;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HashRange;
import org.spillway.torrent.peer.HashReject;
import org.spillway.torrent.peer.HashRequest;
import org.spillway.torrent.peer.Hashes;

/**
 * Asks peers for the piece layer of a v2 torrent that came without one (BEP 52). No proofs are
 * asked for, because the root over the whole layer proves it.
 */
final class PieceLayerTask implements PeerTask {
  /** The most hashes in one request; a peer need not answer more (BEP 52). */
  private static final int MAX_RUN = 512;

  private final InfoDictionary info;
  private final ClientSettings settings;
  private final CompletableFuture<PieceLayer> found;

  PieceLayerTask(
      InfoDictionary info, ClientSettings settings, CompletableFuture<PieceLayer> found) {
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
    int width = Math.max(2, MerkleTree.widthFor((long) info.pieceCount() * MerkleTree.BLOCK));
    int run = Math.min(width, MAX_RUN);
    byte[] hashes = new byte[width * Sha256.LENGTH];
    for (int index = 0; index < info.pieceCount() && !found.isDone(); index += run) {
      ByteBuffer answer = ask(link, index, run);
      answer.get(hashes, index * Sha256.LENGTH, run * Sha256.LENGTH);
    }
    if (!found.isDone()) {
      accept(Arrays.copyOf(hashes, info.pieceCount() * Sha256.LENGTH));
    }
  }

  private ByteBuffer ask(PeerLink link, int index, int run) throws IOException {
    int baseLayer = Integer.numberOfTrailingZeros(info.pieceLength() / MerkleTree.BLOCK);
    var range = HashRange.of(root().toBytes(), baseLayer, index, run, 0);
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

  private Sha256 root() {
    return info.files().get(0).piecesRoot().orElseThrow();
  }

  private void accept(byte[] hashes) throws WrongContentException {
    var layer = new PieceLayer(hashes, info.pieceLength());
    if (!layer.root().equals(root())) {
      throw new WrongContentException("piece layer");
    }
    found.complete(layer);
  }
}
