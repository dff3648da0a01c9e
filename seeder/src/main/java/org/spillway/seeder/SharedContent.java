package org.spillway.seeder;

import static java.lang.System.Logger.Level.DEBUG;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.swarm.Distribution;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.UploadPolicy;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.peer.HashRange;
import org.spillway.torrent.peer.Request;

/** One torrent with its open file, shared by all its connections. Safe for use by many threads. */
@SuppressWarnings("FutureReturnValueIgnored") // a failure shows as the end of the channel
final class SharedContent {
  private static final System.Logger log = System.getLogger(SharedContent.class.getName());

  private final OfferedTorrent torrent;
  private final Content content;
  private final Distribution distribution;
  private final RateLimiter rate;
  private final ByteBuffer metadata;
  private final long length;
  private final int pieceLength;
  private final int pieceCount;

  /** Guarded by {@code peers}, as {@code left} is. */
  private final Set<Channel> peers = new HashSet<>();

  private boolean left;

  private SharedContent(
      OfferedTorrent torrent, Content content, Distribution distribution, RateLimiter rate) {
    this.torrent = torrent;
    this.content = content;
    this.distribution = distribution;
    this.rate = rate;
    this.metadata = ByteBuffer.wrap(torrent.info().toBytes()).asReadOnlyBuffer();
    this.length = torrent.info().length();
    this.pieceLength = torrent.info().pieceLength();
    this.pieceCount = torrent.info().pieceCount();
  }

  /** Opens the torrent's file. Reads from disk. */
  static SharedContent open(OfferedTorrent torrent, UploadPolicy policy, UploadLimits limits)
      throws IOException {
    var rate = RateLimiter.of(limits.perTorrent(), limits.rate(), System::nanoTime);
    return new SharedContent(torrent, torrent.open(), policy.of(torrent.info()), rate);
  }

  /** Returns the limiter of the rate that all peers of this torrent share. */
  RateLimiter rate() {
    return rate;
  }

  Distribution distribution() {
    return distribution;
  }

  InfoDictionary info() {
    return torrent.info();
  }

  String path() {
    return torrent.key().path();
  }

  int pieceCount() {
    return pieceCount;
  }

  /**
   * Returns the info dictionary as peers ask for it (BEP 9); each call returns a view of its own.
   */
  ByteBuffer metadata() {
    return metadata.duplicate();
  }

  /**
   * Returns whether the whole block lies within its piece. In a v2-only torrent the last block may
   * end in padding: libtorrent 2.0 asks for 16 KiB there, and is sent zeros by others.
   */
  boolean contains(Request request) {
    long end = (long) request.begin() + request.length();
    if (request.piece() >= pieceCount || end > pieceLength || offset(request) >= length) {
      return false;
    }
    return padding(request) == 0 || !info().format().hasV1();
  }

  /** Returns how many bytes of the block lie behind the end of the file. */
  private int padding(Request request) {
    return (int) Math.max(0, offset(request) + request.length() - length);
  }

  private long offset(Request request) {
    return (long) request.piece() * pieceLength + request.begin();
  }

  /** Returns a reader for one thread, which reads blocks and verifies them before they are sent. */
  Content reader() {
    return content.reader();
  }

  /**
   * Fills the remaining room of the buffer, which is as long as the block. Reads from disk; nothing
   * may be sent before the reader has verified it.
   */
  void read(Request request, ByteBuffer target, Content reader) throws IOException {
    int padding = padding(request);
    target.limit(target.limit() - padding);
    reader.read(target, offset(request));
    if (target.hasRemaining()) {
      throw new IOException(path() + ": the file is shorter than its torrent");
    }
    target.limit(target.limit() + padding).put(new byte[padding]);
  }

  boolean isCurrent() {
    try {
      content.reader().verify();
      return true;
    } catch (ContentChangedException e) {
      return false;
    }
  }

  /**
   * Returns the answer to a hash request (BEP 52); it is empty if the request cannot or must not be
   * answered.
   */
  Optional<ByteBuffer> hashes(HashRange range) {
    return torrent
        .pieceLayer()
        .filter(layer -> Arrays.equals(layer.root().toBytes(), range.piecesRoot()))
        .flatMap(
            layer ->
                layer
                    .tree()
                    .hashes(range.baseLayer(), range.index(), range.length(), range.proofLayers()))
        .map(ByteBuffer::wrap);
  }

  /** Adds a peer; returns false if the last peer has left and the content was closed with it. */
  boolean enter(Channel peer) {
    synchronized (peers) {
      return !left && peers.add(peer);
    }
  }

  /** Removes a peer; returns true if it was the last one, and the caller must close the content. */
  boolean leave(Channel peer) {
    synchronized (peers) {
      boolean last = peers.remove(peer) && peers.isEmpty();
      left |= last;
      return last;
    }
  }

  void closePeers() {
    List<Channel> all;
    synchronized (peers) {
      all = List.copyOf(peers);
    }
    for (Channel peer : all) {
      peer.close();
    }
  }

  /** Closes the file. It was only read, so closing does not wait for the disk. */
  void close() {
    try {
      content.close();
    } catch (IOException e) {
      log.log(DEBUG, e::getMessage);
    }
  }
}
