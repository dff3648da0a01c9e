package org.spillway.swarm.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Host;
import org.spillway.swarm.Leecher;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.UploadSettings;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.encryption.SharedSecrets;
import org.spillway.swarm.encryption.TorrentKeys;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.PieceSource;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PieceLayer;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.HashRange;

/** Torrents whose content is in memory, and can be changed or taken away. */
final class TestTorrents implements TorrentDirectory {
  private static final int PIECE_LENGTH = 16 * 1024;

  private final TorrentKeys secrets = new TorrentKeys();
  private final List<Offered> offered = new ArrayList<>();
  private UploadPolicy policy = new UploadPolicy(UploadSettings.DEFAULT, System::nanoTime);
  private UploadLimits limits = UploadLimits.NONE;
  private boolean settled = true;

  /** One torrent, open or not. */
  static final class Offered implements PieceSource {
    private final InfoDictionary info;
    private final FileHashes hashes;
    private final byte[] content;
    private @Nullable SharedTorrent shared;
    private boolean changed;
    private boolean removed;

    private Offered(FileHashes hashes, byte[] content) {
      this.info = InfoDictionary.ofFile("file", hashes);
      this.hashes = hashes;
      this.content = content;
    }

    FileHashes hashes() {
      return hashes;
    }

    InfoDictionary info() {
      return info;
    }

    Optional<PieceLayer> pieceLayer() {
      return hashes.pieceLayer();
    }

    @Override
    public Reader reader() {
      return new Reader() {
        @Override
        public void read(ByteBuffer target, long offset) {
          int length = (int) Math.min(target.remaining(), content.length - offset);
          target.put(content, (int) offset, length);
        }

        @Override
        public void verify() throws IOException {
          if (changed) {
            throw new IOException("the file has changed");
          }
        }
      };
    }

    @Override
    public Optional<ByteBuffer> hashes(HashRange range) {
      return pieceLayer().flatMap(layer -> PieceSource.hashesOf(layer, range));
    }

    @Override
    public boolean isCurrent() {
      return !changed;
    }

    @Override
    public void close() {
      shared = null;
    }

    /** Puts other bytes in the place of the content. */
    void change() {
      changed = true;
    }

    /** Takes the content away, so that the next peer cannot join. */
    void remove() {
      removed = true;
    }

    /** Ends the connections of all peers. */
    void withdraw() {
      removed = true;
      if (shared != null) {
        shared.closePeers();
      }
    }
  }

  /** Returns bytes that are the same ones for the same arguments. */
  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  Offered offer(byte[] content, TorrentFormat format) {
    var hasher = new FileHasher(format, PIECE_LENGTH);
    hasher.update(content, 0, content.length);
    var torrent = new Offered(hasher.finish(), content);
    offered.add(torrent);
    torrent.info().swarmHashes().forEach(secrets::add);
    return torrent;
  }

  /** Sets the rates, for the peers that join from now on. */
  void limit(UploadLimits newLimits) {
    limits = newLimits;
  }

  /** Sets who gets what, for the peers that join from now on. */
  void upload(UploadPolicy newPolicy, UploadLimits newLimits) {
    policy = newPolicy;
    limits = newLimits;
  }

  /** Lets the directory say that torrents may still come, or that all are there. */
  void settled(boolean now) {
    settled = now;
  }

  /** Returns how many torrents are open. */
  long size() {
    return offered.stream().filter(torrent -> torrent.shared != null).count();
  }

  @Override
  public boolean mayOffer(InfoHash swarmHash) {
    return find(swarmHash).isPresent();
  }

  private Optional<Offered> find(InfoHash swarmHash) {
    return offered.stream()
        .filter(torrent -> torrent.info.swarmHashes().contains(swarmHash))
        .findFirst();
  }

  @Override
  public boolean mayOfferLater() {
    return !settled;
  }

  @Override
  public SharedSecrets secrets() {
    return secrets;
  }

  @Override
  public Optional<SharedTorrent> join(InfoHash swarmHash, PeerConnection peer) throws IOException {
    var torrent = find(swarmHash).filter(found -> !found.removed);
    return torrent.map(found -> enter(found, peer));
  }

  private SharedTorrent enter(Offered torrent, PeerConnection peer) {
    if (torrent.shared == null) {
      var distribution = policy.of(torrent.info);
      torrent.shared =
          new SharedTorrent(
              "file",
              torrent.info,
              torrent,
              (Host host) -> Leecher.join(distribution, host),
              RateLimiter.of(limits.perTorrent(), limits.rate(), System::nanoTime),
              unused -> UploadMeter.of(new LongAdder()),
              null);
    }
    torrent.shared.enter(peer);
    return torrent.shared;
  }

  @Override
  public void leave(PeerTorrent torrent, PeerConnection peer) {
    if (torrent.leave(peer)) {
      torrent.close();
    }
  }
}
