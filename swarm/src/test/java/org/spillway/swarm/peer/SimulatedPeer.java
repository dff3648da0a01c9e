package org.spillway.swarm.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.spillway.swarm.Choker;
import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.Host;
import org.spillway.swarm.Leecher;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.admission.Contacts;
import org.spillway.swarm.admission.HostTurns;
import org.spillway.swarm.admission.OwnAddresses;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.swarm.admission.PeerConnections;
import org.spillway.swarm.discovery.Discovery;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.download.Download;
import org.spillway.swarm.download.DownloadListener;
import org.spillway.swarm.download.PieceOrder;
import org.spillway.swarm.download.TitForTat;
import org.spillway.swarm.encryption.Encryption;
import org.spillway.swarm.encryption.SharedSecrets;
import org.spillway.swarm.encryption.StreamEncryption;
import org.spillway.swarm.torrents.PeerTorrent;
import org.spillway.swarm.torrents.PieceSource;
import org.spillway.swarm.torrents.SharedTorrent;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.UploadLimits;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.HashRange;

/** A host of a simulated swarm: the server's seeder, or somebody who downloads. */
final class SimulatedPeer implements TorrentDirectory {
  private static final int PORT = 6881;
  private static final int SLOTS = 8;
  private static final int MEMORY = 64 * 32 * 1024;

  private final SimulatedSwarm swarm;
  private final SimulatedLink link;
  private final InetAddress address;
  private final @Nullable Download download;
  private final SharedTorrent torrent;
  private final EngineContext context;
  private final TorrentPeers peers;
  private long finished = -1;

  private SimulatedPeer(
      SimulatedSwarm swarm,
      int number,
      SimulatedLink link,
      @Nullable Download download,
      @Nullable UploadPolicy policy) {
    this.swarm = swarm;
    this.link = link;
    this.address = address(number);
    this.download = download;
    this.torrent = torrent(swarm, download, policy);
    torrent.enter(new PeerConnection(Host.of(address), () -> {}, 0));
    this.context = context(swarm, number);
    this.peers =
        new TorrentPeers(
            swarm.info().swarmHash(),
            this::dial,
            30,
            false,
            (peer, reason) -> {},
            swarm.random(),
            swarm.loop()::now);
    swarm
        .loop()
        .scheduleAtFixedRate(this::review, 500, 500, TimeUnit.MILLISECONDS)
        .addListener(ended -> ended.getNow());
  }

  static SimulatedPeer server(SimulatedSwarm swarm, SimulatedLink link, UploadPolicy policy) {
    return new SimulatedPeer(swarm, 0, link, null, policy);
  }

  static SimulatedPeer leech(SimulatedSwarm swarm, int number, SimulatedLink link) {
    var missing = new BitSet();
    missing.set(0, swarm.info().pieceCount());
    var download =
        new Download(
            swarm.info(),
            missing,
            (piece, bytes) -> true,
            (piece, bytes) -> {},
            DownloadListener.NONE,
            PieceOrder.RAREST_FIRST,
            MEMORY,
            swarm.random(),
            swarm.loop()::now);
    return new SimulatedPeer(swarm, number, link, download, null);
  }

  private static InetAddress address(int number) {
    try {
      byte[] bytes = {10, 1, (byte) (number >> 8), (byte) number};
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SharedTorrent torrent(
      SimulatedSwarm swarm, @Nullable Download download, @Nullable UploadPolicy policy) {
    InfoDictionary info = swarm.info();
    return new SharedTorrent(
        "file",
        info,
        new Zeros(),
        host ->
            download == null || policy != null
                ? Leecher.join(java.util.Objects.requireNonNull(policy).of(info), host)
                : new TitForTat(download, swarm.loop()::now),
        RateLimiter.unlimited(),
        peer -> UploadMeter.of(new LongAdder()),
        download);
  }

  private EngineContext context(SimulatedSwarm swarm, int number) {
    var limits = UploadLimits.NONE;
    var order = download == null ? ChokerOrder.ROUND_ROBIN : ChokerOrder.FASTEST;
    return new EngineContext(
        EngineSettings.DEFAULT,
        this,
        limits,
        new Choker(download == null ? 0 : SLOTS, order, RateLimiter.unlimited(), swarm.loop()::now),
        new Contacts(swarm.loop()::now),
        Runnable::run,
        new TestMemory(),
        new PeerConnections(2000, 100),
        new HostTurns(),
        PeerId.random(new Random(number)),
        new PeerCounters(),
        swarm.loop()::now,
        new StreamEncryption(
            Encryption.OFF, hash -> Optional.empty(), Runnable::run, new Random(1)),
        new AtomicInteger(PORT),
        new OwnAddresses(() -> PORT),
        new Discovery(DiscoverySettings.OFF, false));
  }

  private void review() {
    context.choker().review();
    peers.review();
    if (finished < 0 && isFinished()) {
      finished = swarm.loop().now();
    }
  }

  PeerAddress peerAddress() {
    return new PeerAddress(address, PORT);
  }

  void meet(List<PeerAddress> others) {
    peers.offer(others, PeerOrigin.TRACKER);
  }

  boolean isFinished() {
    return download == null || download.isComplete();
  }

  /** Returns the time at which all was there, in nanoseconds from the beginning. */
  long finished() {
    return finished;
  }

  PeerStats stats() {
    return context.counters().snapshot();
  }

  private boolean dial(Dial dial) {
    var to = swarm.find(dial.contact().address());
    var from = new InetSocketAddress(address, 40_000);
    var ours = new SimulatedChannel(link, from, dial.contact().address().toSocketAddress());
    var theirs = new SimulatedChannel(to.link, dial.contact().address().toSocketAddress(), from);
    ours.connect(theirs);
    theirs.connect(ours);
    to.admit(theirs, null, address);
    admit(ours, dial, to.address);
    return true;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail
  private void admit(SimulatedChannel channel, @Nullable Dial dial, InetAddress other) {
    var connection =
        new PeerConnection(Host.of(other), dial != null, channel::close, swarm.loop().now());
    context.connections().enter(connection, swarm.loop().now());
    PeerHandler.install(channel, context, dial, connection);
    swarm.loop().register(channel);
  }

  @Override
  public boolean mayOffer(InfoHash swarmHash) {
    return true;
  }

  @Override
  public boolean mayOfferLater() {
    return false;
  }

  @Override
  public SharedSecrets secrets() {
    return hash -> Optional.empty();
  }

  @Override
  public Optional<? extends PeerTorrent> join(InfoHash swarmHash, PeerConnection peer) {
    torrent.enter(peer);
    return Optional.of(torrent);
  }

  @Override
  public void leave(PeerTorrent left, PeerConnection peer) {
    left.leave(peer);
  }

  /** Content that consists of zeros. */
  private static final class Zeros implements PieceSource {
    @Override
    public Reader reader() {
      return new Reader() {
        @Override
        public void read(ByteBuffer target, long offset) {
          target.position(target.limit());
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
