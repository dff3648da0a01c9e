package org.spillway.swarm.discovery;

import static java.lang.System.Logger.Level.WARNING;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.spillway.net.AddressScope;
import org.spillway.net.DaemonThreads;
import org.spillway.net.IpAddresses;
import org.spillway.swarm.dht.Dht;
import org.spillway.swarm.dht.DhtListener;
import org.spillway.swarm.dht.DhtSettings;
import org.spillway.swarm.dht.DhtStats;
import org.spillway.swarm.dht.IpFamily;
import org.spillway.swarm.dht.MalformedKrpcException;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * Takes the datagrams of the DHT out of a channel, and passes on the others, which are uTP's (BEP
 * 29). It drives a node for each family of addresses that the channel has. Used on the channel's
 * event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a datagram that is lost is asked for again
final class DhtHandler extends ChannelInboundHandlerAdapter {
  private static final System.Logger log = System.getLogger(DhtHandler.class.getName());

  /** The time after which a search goes on that found no node to ask. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** The times after which a search is repeated: each is twice the one before. */
  private static final Duration FIRST_REPEAT = Duration.ofSeconds(5);

  private static final Duration LAST_REPEAT = Duration.ofMinutes(5);

  private final List<BootstrapNode> bootstrap;
  private final boolean utp;
  private final Found found;
  private final Map<IpFamily, Dht> nodes = new EnumMap<>(IpFamily.class);
  private final Map<InfoHash, Search> searches = new HashMap<>();
  private @Nullable ChannelHandlerContext context;

  /** Hears of peers. */
  interface Found {
    void found(InfoHash infoHash, List<PeerAddress> peers);
  }

  /** A torrent whose peers are looked for again and again. */
  private static final class Search {
    private long due;
    private Duration repeat = FIRST_REPEAT;
    private boolean askedAnybody;

    Search(long due) {
      this.due = due;
    }
  }

  DhtHandler(List<BootstrapNode> bootstrap, boolean utp, Found found) {
    this.bootstrap = bootstrap;
    this.utp = utp;
    this.found = found;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    var local = (InetSocketAddress) ctx.channel().localAddress();
    for (IpFamily family : families(local.getAddress())) {
      nodes.put(family, node(ctx, family, scope(local.getAddress())));
    }
    if (nodes.size() > 1) {
      Objects.requireNonNull(nodes.get(IpFamily.IPV4))
          .joinWith(Objects.requireNonNull(nodes.get(IpFamily.IPV6)));
    }
    ctx.fireChannelActive();
  }

  private static List<IpFamily> families(InetAddress local) {
    return local.isAnyLocalAddress() ? List.of(IpFamily.values()) : List.of(IpFamily.of(local));
  }

  private Dht node(ChannelHandlerContext ctx, IpFamily family, AddressScope scope) {
    var settings =
        DhtSettings.DEFAULT
            .withFamily(family)
            .withScope(scope)
            .withSeveralPerAddress(scope == AddressScope.MACHINE);
    return new Dht(
        settings,
        (to, datagram) -> send(ctx, to, datagram),
        System::nanoTime,
        new SecureRandom(),
        new Listener());
  }

  /** Returns from how far away the node counts as reached; see {@link DiscoverySettings}. */
  private AddressScope scope(InetAddress local) {
    if (local.isLoopbackAddress()) {
      return AddressScope.MACHINE;
    }
    return bootstrap.stream()
        .map(node -> node.literal().map(AddressScope::of).orElse(AddressScope.WORLD))
        .reduce((one, other) -> one.mayLeadTo(other) ? other : one)
        .filter(scope -> scope != AddressScope.NOWHERE)
        .orElse(AddressScope.WORLD);
  }

  private static void send(ChannelHandlerContext ctx, InetSocketAddress to, ByteBuffer datagram) {
    var copy = ctx.alloc().ioBuffer(datagram.remaining()).writeBytes(datagram);
    ctx.write(new DatagramPacket(copy, to));
  }

  /**
   * Begins to contact others.
   *
   * @param saved what {@link #save} returned in an earlier run
   */
  void begin(Map<IpFamily, byte[]> saved) {
    nodes.forEach((family, node) -> restore(node, saved.get(family)));
    context()
        .executor()
        .scheduleWithFixedDelay(
            DaemonThreads.enduring("the DHT", this::tick),
            Dht.TICK_MILLIS,
            Dht.TICK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static void restore(Dht node, byte @Nullable [] saved) {
    try {
      if (saved != null) {
        node.restore(saved);
      }
    } catch (MalformedKrpcException e) {
      log.log(WARNING, "the nodes of the DHT are forgotten: " + e.getMessage());
    }
  }

  private ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("the channel must be bound first");
    }
    return context;
  }

  private void tick() {
    nodes.values().forEach(Dht::tick);
    long now = System.nanoTime();
    searches.forEach((infoHash, search) -> proceed(infoHash, search, now));
    context().flush();
  }

  private void proceed(InfoHash infoHash, Search search, long now) {
    if (search.due - now <= 0) {
      search.due = now + search.repeat.toNanos();
      Duration next = search.repeat.multipliedBy(2);
      search.repeat = next.compareTo(LAST_REPEAT) < 0 ? next : LAST_REPEAT;
      nodes.values().forEach(node -> node.findPeers(infoHash));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof DatagramPacket packet
        && Dht.isDhtMessage(packet.content().nioBuffer())) {
      try {
        received(packet);
      } finally {
        packet.release();
      }
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void received(DatagramPacket packet) {
    var sender = packet.sender();
    // A socket for both families may give IPv4 addresses in the form of IPv6 ones.
    var address = IpAddresses.unmapped(sender.getAddress());
    var node = nodes.get(IpFamily.of(address));
    if (node != null) {
      node.received(new InetSocketAddress(address, sender.getPort()), packet.content().nioBuffer());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
    ctx.fireChannelReadComplete();
  }

  void addNodes(Collection<InetSocketAddress> addresses) {
    nodes.values().forEach(node -> node.addNodes(addresses));
  }

  void addNodeOfPeer(InetSocketAddress address) {
    var node = nodes.get(IpFamily.of(address.getAddress()));
    if (node != null) {
      node.addNodeOfPeer(address);
    }
  }

  void announce(InfoHash infoHash) {
    int port = ((InetSocketAddress) context().channel().localAddress()).getPort();
    nodes.values().forEach(node -> node.announce(infoHash, port, utp));
  }

  void search(InfoHash infoHash) {
    searches.putIfAbsent(infoHash, new Search(System.nanoTime()));
  }

  void withdraw(InfoHash infoHash) {
    searches.remove(infoHash);
    nodes.values().forEach(node -> node.withdraw(infoHash));
  }

  DhtStats stats() {
    return nodes.values().iterator().next().stats();
  }

  /** Returns the nodes of each family that knows some. */
  Map<IpFamily, byte[]> save() {
    Map<IpFamily, byte[]> saved = new EnumMap<>(IpFamily.class);
    nodes.forEach(
        (family, node) -> {
          if (node.stats().nodes() > 0) {
            saved.put(family, node.save());
          }
        });
    return saved;
  }

  /** Passes on what lookups find. */
  private final class Listener implements DhtListener {
    @Override
    public void foundPeers(InfoHash infoHash, List<PeerAddress> peers) {
      found.found(infoHash, new ArrayList<>(peers));
    }

    @Override
    public void lookedUp(InfoHash infoHash, int answered) {
      var search = searches.get(infoHash);
      if (search == null || search.askedAnybody) {
        return;
      }
      search.askedAnybody = answered > 0;
      if (answered == 0) {
        search.due = System.nanoTime() + RETRY.toNanos();
        search.repeat = FIRST_REPEAT;
      }
    }
  }
}
