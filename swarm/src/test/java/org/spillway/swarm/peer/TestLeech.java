package org.spillway.swarm.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.spillway.swarm.Host;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.discovery.DiscoveryListener;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.download.DownloadListener;
import org.spillway.swarm.download.PieceOrder;
import org.spillway.swarm.download.TitForTat;
import org.spillway.swarm.encryption.SharedSecrets;
import org.spillway.swarm.encryption.TorrentKeys;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.PieceSource;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.peer.HashRange;

/** Downloads one torrent into memory, on an engine of its own. */
final class TestLeech implements TorrentDirectory, AutoCloseable {
  private final InfoDictionary info;
  private final byte[] content;
  private final Download download;
  private final SharedTorrent torrent;
  private final PeerEngine engine;
  private final TorrentPeers peers;
  private final TorrentKeys secrets = new TorrentKeys();
  private final LongAdder sent = new LongAdder();

  TestLeech(FileHashes hashes, EngineSettings settings, UploadLimits limits) throws IOException {
    info = InfoDictionary.ofFile("file", hashes);
    content = new byte[(int) info.length()];
    var missing = new BitSet();
    missing.set(0, info.pieceCount());
    var check = PieceHashes.of(info, hashes.pieceLayer().stream().toList());
    download =
        new Download(
            info,
            missing,
            check::verify,
            this::write,
            DownloadListener.NONE,
            PieceOrder.RAREST_FIRST,
            1 << 20,
            new Random(1),
            System::nanoTime);
    torrent =
        new SharedTorrent(
            "file",
            info,
            new Written(),
            host -> new TitForTat(download, System::nanoTime),
            RateLimiter.unlimited(),
            peer -> UploadMeter.of(sent),
            download);
    // It stays open when the last peer leaves.
    torrent.enter(new PeerConnection(Host.of(InetAddress.getLoopbackAddress()), () -> {}, 0));
    info.swarmHashes().forEach(secrets::add);
    engine = PeerEngine.start(settings, limits, this, new TestMemory());
    peers = engine.seek(info.swarmHash(), 50, (peer, reason) -> {});
    torrent.tellNamed(named -> peers.offer(named, PeerOrigin.PEER_EXCHANGE));
  }

  private void write(int piece, ByteBuffer bytes) {
    bytes.get(content, piece * info.pieceLength(), bytes.remaining());
  }

  PeerAddress address() {
    return new PeerAddress(InetAddress.getLoopbackAddress(), engine.port());
  }

  void meet(PeerAddress... others) {
    peers.offer(List.of(others), PeerOrigin.NAMED);
  }

  boolean isExhausted() {
    return peers.isExhausted();
  }

  int connected() {
    return peers.connected();
  }

  /** Looks for peers without being told of any. */
  void discover() {
    engine
        .discovery()
        .listen(
            new DiscoveryListener() {
              @Override
              public void foundInDht(InfoHash infoHash, List<PeerAddress> found) {
                peers.offer(found, PeerOrigin.DHT);
              }

              @Override
              public void foundNearby(InfoHash infoHash, PeerAddress found) {
                peers.offer(List.of(found), PeerOrigin.LOCAL);
              }
            });
    info.swarmHashes().forEach(engine.discovery()::search);
  }

  Download download() {
    return download;
  }

  byte[] content() {
    return content;
  }

  PeerStats stats() {
    return engine.stats();
  }

  @Override
  public boolean mayOffer(InfoHash swarmHash) {
    return info.swarmHashes().contains(swarmHash);
  }

  @Override
  public boolean mayOfferLater() {
    return false;
  }

  @Override
  public SharedSecrets secrets() {
    return secrets;
  }

  @Override
  public Optional<? extends PeerTorrent> join(InfoHash swarmHash, PeerConnection peer) {
    return mayOffer(swarmHash) && torrent.enter(peer) ? Optional.of(torrent) : Optional.empty();
  }

  @Override
  public void leave(PeerTorrent left, PeerConnection peer) {
    left.leave(peer);
  }

  @Override
  public void close() {
    download.close();
    engine.close();
  }

  private final class Written implements PieceSource {
    @Override
    public Reader reader() {
      return new Reader() {
        @Override
        public void read(ByteBuffer target, long offset) {
          int length = (int) Math.min(target.remaining(), content.length - offset);
          target.put(content, (int) offset, length);
        }

        @Override
        public void verify() {}
      };
    }

    @Override
    public Optional<ByteBuffer> hashes(HashRange range) {
      return Optional.empty();
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void close() {}
  }
}
