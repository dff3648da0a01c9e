package org.spillway.swarm.download;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Request;

/** A download into memory, with a clock that stands still unless a test moves it. */
final class DownloadFixture implements DownloadListener {
  static final int BLOCK = Request.BLOCK_LENGTH;

  /** The length of a piece, which has four blocks. */
  static final int PIECE = 4 * BLOCK;

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final byte[] content;
  private final byte[] written;
  private final InfoDictionary info;
  private final Download download;
  private final List<Integer> received = new ArrayList<>();
  private final List<Integer> wrong = new ArrayList<>();

  /** The time in nanoseconds, which is about to overflow, as that of the system may be. */
  private long now = Long.MAX_VALUE - 1000;

  DownloadFixture(int length) {
    this(length, PieceOrder.RAREST_FIRST, Long.MAX_VALUE, 1);
  }

  DownloadFixture(int length, PieceOrder order, long memory, long seed) {
    content = new byte[length];
    new Random(seed).nextBytes(content);
    written = new byte[length];
    var hasher = new FileHasher(TorrentFormat.V1, PIECE);
    hasher.update(content, 0, length);
    info = InfoDictionary.ofFile("file", hasher.finish());
    var hashes = PieceHashes.of(info, List.of());
    download =
        new Download(
            info,
            all(),
            hashes::verify,
            this::write,
            this,
            order,
            memory,
            new Random(seed),
            () -> now);
  }

  private void write(int piece, ByteBuffer bytes) {
    bytes.get(written, piece * PIECE, bytes.remaining());
  }

  @Override
  public void received(int piece, int length) {
    received.add(piece);
  }

  @Override
  public void wrong(int piece) {
    wrong.add(piece);
  }

  Download download() {
    return download;
  }

  List<Integer> received() {
    return received;
  }

  /** Returns the pieces that were wrong, in their order. */
  List<Integer> wrong() {
    return wrong;
  }

  boolean isWritten() {
    return Arrays.equals(content, written);
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  BitSet all() {
    return set(0, info.pieceCount());
  }

  static BitSet set(int from, int to) {
    var set = new BitSet();
    set.set(from, to);
    return set;
  }

  /** Returns a peer that has these pieces and does not choke us. */
  PeerBlocks peer(BitSet has) {
    var peer = new PeerBlocks(download);
    peer.has(has);
    peer.unchoked();
    return peer;
  }

  PeerBlocks seed() {
    return peer(all());
  }

  byte[] piece(int piece) {
    return Arrays.copyOfRange(content, piece * PIECE, piece * PIECE + info.pieceSize(piece));
  }

  ByteBuffer block(Request request) {
    int start = request.piece() * PIECE + request.begin();
    return ByteBuffer.wrap(Arrays.copyOfRange(content, start, start + request.length()));
  }

  /** Answers requests, and settles what they complete. */
  void answer(PeerBlocks peer, List<Request> requests) {
    requests.forEach(request -> answer(peer, request));
  }

  void answer(PeerBlocks peer, Request request) {
    peer.add(request.piece(), request.begin(), block(request)).ifPresent(Runnable::run);
  }

  /** Answers a request with a block of which one bit is wrong. */
  void lie(PeerBlocks peer, Request request) {
    var block = block(request);
    block.put(7, (byte) (block.get(7) ^ 1));
    peer.add(request.piece(), request.begin(), block).ifPresent(Runnable::run);
  }

  /** Lets a peer send everything that it is asked for. */
  void serve(PeerBlocks peer) {
    for (var requests = peer.next(); !requests.isEmpty(); requests = peer.next()) {
      answer(peer, requests);
      peer.obsolete();
    }
  }

  static Request request(int piece, int block) {
    return new Request(piece, block * BLOCK, BLOCK);
  }

  /** Returns the pieces of requests, in the order in which they begin. */
  static List<Integer> pieces(List<Request> requests) {
    return requests.stream().map(Request::piece).distinct().toList();
  }
}
