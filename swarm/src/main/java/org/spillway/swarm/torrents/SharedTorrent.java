package org.spillway.swarm.torrents;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Host;
import org.spillway.swarm.PeerPolicy;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.pex.ConnectedPeers;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.HashRange;
import org.spillway.torrent.peer.Request;

/**
 * One torrent with its open content, shared by all its connections. Safe for use by many threads.
 */
public final class SharedTorrent extends PeerTorrent {
  private static final System.Logger log = System.getLogger(SharedTorrent.class.getName());

  /**
   * The reserved bits of our handshake for every torrent; {@link Handshake#V2} is added where the
   * torrent is v2.
   */
  private static final long RESERVED = Handshake.FAST | Handshake.EXTENSIONS;

  private final String name;
  private final InfoDictionary info;
  private final PieceSource source;
  private final Function<Host, PeerPolicy> policy;
  private final RateLimiter rate;
  private final Function<PeerId, UploadMeter> meters;
  private final ByteBuffer metadata;
  private final int pieceLength;
  private final int pieceCount;

  private final @Nullable Download download;

  private final WithdrawnPieces withdrawn = new WithdrawnPieces();

  /** The peers that can be named to others. */
  private final ConnectedPeers connected = new ConnectedPeers();

  private volatile Consumer<List<PeerAddress>> named = peers -> {};

  /**
   * Shares a torrent.
   *
   * @param name the owner's name of the torrent
   * @param source the content, which is closed when the last peer has left
   * @param policy makes the policy for each peer that connects
   * @param rate the limiter of the rate that all peers of this torrent share
   * @param meters makes the meter for each peer that connects
   * @param download fetches what is missing; null if nothing is
   */
  public SharedTorrent(
      String name,
      InfoDictionary info,
      PieceSource source,
      Function<Host, PeerPolicy> policy,
      RateLimiter rate,
      Function<PeerId, UploadMeter> meters,
      @Nullable Download download) {
    super(info.swarmHashes());
    this.download = download;
    this.name = name;
    this.info = info;
    this.source = source;
    this.policy = policy;
    this.rate = rate;
    this.meters = meters;
    this.metadata = ByteBuffer.wrap(info.toBytes()).asReadOnlyBuffer();
    this.pieceLength = info.pieceLength();
    this.pieceCount = info.pieceCount();
  }

  public String name() {
    return name;
  }

  public InfoDictionary info() {
    return info;
  }

  public RateLimiter rate() {
    return rate;
  }

  public UploadMeter meterFor(PeerId peer) {
    return meters.apply(peer);
  }

  public PeerPolicy policyFor(Host peer) {
    return policy.apply(peer);
  }

  public int pieceCount() {
    return pieceCount;
  }

  /**
   * Returns the info dictionary as peers ask for it (BEP 9); each call returns a view of its own.
   */
  public ByteBuffer metadata() {
    return metadata.duplicate();
  }

  /**
   * Returns whether the whole block lies within its piece. In a v2-only torrent the last block of a
   * file may end in padding: libtorrent 2.0 asks for 16 KiB there, and is sent zeros by others. In
   * a hybrid the padding between files is part of the v1 pieces (BEP 47).
   */
  public boolean contains(Request request) {
    if (request.piece() >= pieceCount) {
      return false;
    }
    long end = (long) request.begin() + request.length();
    int size = info.pieceSize(request.piece());
    return info.format().hasV1()
        ? end <= size + info.v1Padding(request.piece())
        : request.begin() < size && end <= pieceLength;
  }

  /** Returns the peers that are connected, to tell others of (BEP 11). */
  public ConnectedPeers connected() {
    return connected;
  }

  /**
   * Sets who hears of peers that other peers name (BEP 11). Called on event loops, the consumer
   * must return at once.
   */
  public void tellNamed(Consumer<List<PeerAddress>> consumer) {
    named = consumer;
  }

  /** Tells of peers that another peer has named. */
  public void named(List<PeerAddress> peers) {
    named.accept(peers);
  }

  /** Returns whether the piece can be read, and not only fetched. */
  public boolean has(int piece) {
    return !withdrawn.has(piece) && (download == null || download.has(piece));
  }

  /** Returns the pieces that we do not have any more. */
  public WithdrawnPieces withdrawn() {
    return withdrawn;
  }

  /**
   * Looks which of these blocks cannot be read any more, and withdraws their pieces. What is not
   * downloaded is not withdrawn: with a file of it that has changed, the whole torrent ends. Reads
   * from disk.
   */
  public void withdrawUnreadable(List<Request> blocks) {
    if (download != null) {
      blocks.stream()
          .filter(block -> !isReadable(block))
          .forEach(block -> withdrawn.add(block.piece()));
    }
  }

  private boolean isReadable(Request block) {
    var reader = source.reader();
    try {
      read(block, ByteBuffer.allocate(block.length()), reader);
      reader.verify();
      return true;
    } catch (IOException e) {
      log.log(Level.DEBUG, () -> "withdrawing piece " + block.piece() + ": " + e.getMessage());
      return false;
    }
  }

  /** Returns whether nothing is missing. */
  public boolean isComplete() {
    return download == null || download.isComplete();
  }

  public Optional<Download> download() {
    return Optional.ofNullable(download);
  }

  @Override
  public boolean isPrivate() {
    return info.isPrivate();
  }

  @Override
  public long reserved() {
    return info.format().hasV2() ? RESERVED | Handshake.V2 : RESERVED;
  }

  /**
   * Returns the hash to answer with. A peer that knows v2 asks for a hybrid torrent by its v1
   * infohash; the v2 hash in the answer makes it a v2 connection (BEP 52, "Upgrade Path"), on which
   * the peer can ask for hashes.
   */
  @Override
  public InfoHash hashToAnswer(Handshake theirs) {
    return info.infoHashV2()
        .filter(hash -> theirs.hasV2())
        .map(hash -> hash.truncated())
        .orElse(theirs.infoHash());
  }

  /** Returns how many bytes of the block are padding. */
  private int padding(Request request) {
    int behind = request.begin() + request.length() - info.pieceSize(request.piece());
    return Math.max(0, Math.min(behind, request.length()));
  }

  /** Returns a reader for one thread, which reads blocks and verifies them before they are sent. */
  public PieceSource.Reader reader() {
    return source.reader();
  }

  /**
   * Fills the remaining room of the buffer, which is as long as the block. Reads from disk; nothing
   * may be sent before the reader has verified it.
   */
  public void read(Request request, ByteBuffer target, PieceSource.Reader reader)
      throws IOException {
    int padding = padding(request);
    target.limit(target.limit() - padding);
    if (target.hasRemaining()) {
      reader.read(target, (long) request.piece() * pieceLength + request.begin());
    }
    if (target.hasRemaining()) {
      throw new IOException(info + ": the content is shorter than its torrent");
    }
    target.limit(target.limit() + padding).put(new byte[padding]);
  }

  /** Returns whether the content is still that of the torrent. Reads from disk. */
  public boolean isCurrent() {
    return source.isCurrent();
  }

  public Optional<ByteBuffer> hashes(HashRange range) {
    return source.hashes(range);
  }

  /** Closes the content. It was only read, so closing does not wait for the disk. */
  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      log.log(Level.DEBUG, e::getMessage);
    }
  }
}
