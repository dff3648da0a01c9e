package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * A node of the mainline DHT for the addresses of one family. It belongs to one thread, which
 * passes in every datagram of the DHT, and calls {@link #tick} about every {@link #TICK_MILLIS}.
 * Before the first tick it needs addresses of other nodes; see {@link #addNodes} and {@link
 * #restore}.
 */
public final class Dht {
  /** The interval at which to call {@link #tick}, in milliseconds. */
  public static final int TICK_MILLIS = 100;

  /** The interval at which peers are dropped that did not announce themselves again. */
  private static final Duration EXPIRY_GAP = Duration.ofMinutes(1);

  private final DhtSettings settings;
  private final DhtOutput output;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final DhtListener listener;
  private final DhtStats.Counters counters = new DhtStats.Counters();
  private final ContactPolicy policy;
  private final ExternalAddress external;
  private final RoutingTable table;
  private final PeerStore store;
  private final QueryLimits limits;
  private final OutgoingQueries queries;
  private final QueryResponder responder;
  private final RunningLookups lookups;
  private final AnnounceSchedule announces;
  private final Maintenance maintenance;
  private long nextExpiry;
  private @Nullable InetAddress fitted;
  private @Nullable Dht sibling;

  /**
   * Makes a node that knows no others.
   *
   * @param output sends the datagrams
   * @param nanoTime a clock such as {@link System#nanoTime}
   * @param random the source of ids and tokens that strangers must not guess
   * @param listener hears of the peers that are found
   */
  public Dht(
      DhtSettings settings,
      DhtOutput output,
      LongSupplier nanoTime,
      RandomGenerator random,
      DhtListener listener) {
    this.settings = settings;
    this.output = output;
    this.nanoTime = nanoTime;
    this.random = random;
    this.listener = listener;
    policy = new ContactPolicy(settings, nanoTime);
    external = new ExternalAddress(settings.family());
    table = new RoutingTable(NodeId.random(random), policy, nanoTime);
    store = new PeerStore(settings, nanoTime, random);
    limits = new QueryLimits(settings, nanoTime);
    queries =
        new OutgoingQueries(settings, output, nanoTime, random, table, policy, external, counters);
    var tokens = new AnnounceTokens(random, nanoTime);
    responder = new QueryResponder(settings, table, store, tokens, this::closest, counters);
    lookups = new RunningLookups(settings.lookups());
    announces =
        new AnnounceSchedule(settings, nanoTime, random, new ForTorrents(), queries, counters);
    maintenance = new Maintenance(nanoTime, random, table, queries, policy, new ForTheTable());
    nextExpiry = nanoTime.getAsLong() + EXPIRY_GAP.toNanos();
  }

  /**
   * Returns whether a datagram is meant for the DHT and not for uTP (BEP 29), with which it can
   * share a socket: it begins as a bencoded dictionary does, which no packet of uTP does.
   */
  public static boolean isDhtMessage(ByteBuffer datagram) {
    return datagram.hasRemaining() && datagram.get(datagram.position()) == 'd';
  }

  /**
   * Lets two nodes of different families help each other (BEP 32): each names nodes of the other
   * family to those that want them, and tells the other one of nodes that it hears of. Both must
   * belong to the same thread.
   */
  public void joinWith(Dht other) {
    if (other.settings.family() == settings.family()) {
      throw new IllegalArgumentException(
          "the other node must be of the other family, was of " + settings.family());
    }
    sibling = other;
    other.sibling = this;
  }

  /** Returns the id of this node, which changes when the address turns out to be another one. */
  public NodeId id() {
    return table.own();
  }

  /** Returns our address as others see it, as soon as enough of them have told (BEP 42). */
  public Optional<InetAddress> externalAddress() {
    return external.elected();
  }

  /** Returns how much was done so far. */
  public DhtStats stats() {
    return new DhtStats(
        table.good(),
        table.size(),
        lookups.size(),
        announces.size(),
        store.torrents(),
        store.size(),
        counters.snapshot());
  }

  /**
   * Adds addresses at which there may be nodes, and asks them when no other node is known. They may
   * be anywhere.
   *
   * @param addresses resolved addresses; those of the other family are ignored
   */
  public void addNodes(Collection<InetSocketAddress> addresses) {
    maintenance.addFirst(
        addresses.stream()
            .filter(address -> !address.isUnresolved() && address.getPort() != 0)
            .filter(address -> IpFamily.of(address.getAddress()) == settings.family())
            .toList());
  }

  /**
   * Asks, as far as the rules for strangers allow, an address at which a peer says that it has a
   * node (the message PORT of BEP 5).
   */
  public void addNodeOfPeer(InetSocketAddress address) {
    if (!address.isUnresolved()) {
      maintenance.consider(address);
    }
  }

  /** Returns our id and the nodes that we know, in a form for {@link #restore}. */
  public byte[] save() {
    return new SavedTable(table.own(), table.freshest()).toBytes();
  }

  /**
   * Takes over the id and the nodes of an earlier run. Call it before the first tick.
   *
   * @param saved what {@link #save} returned
   * @throws MalformedKrpcException if it is something else
   */
  public void restore(byte[] saved) throws MalformedKrpcException {
    var earlier = SavedTable.read(saved);
    table.become(earlier.id());
    maintenance.restore(earlier.nodes());
  }

  /**
   * Announces a torrent now and from then on, at the interval of the settings; the listener hears
   * of the peers that are found on the way.
   *
   * @param port the port at which our peer is reached, 1 to 65535
   * @param impliedPort whether others shall rather take the port from which our datagrams come,
   *     which is right behind a NAT if the peer speaks uTP at the same socket
   */
  public void announce(InfoHash infoHash, int port, boolean impliedPort) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
    }
    announces.add(infoHash, port, impliedPort);
  }

  /** Announces a torrent no more; other nodes forget it after half an hour. */
  public void withdraw(InfoHash infoHash) {
    announces.remove(infoHash);
  }

  /**
   * Looks for peers of a torrent once, before torrents whose announce is due. As long as no other
   * node is known, the lookup ends at once.
   *
   * @return false if too many lookups wait already
   */
  public boolean findPeers(InfoHash infoHash) {
    return lookups.run(lookup(infoHash, new Lookup.Listener() {}));
  }

  private Lookup lookup(InfoHash infoHash, Lookup.Listener then) {
    var question = new KrpcMessage.GetPeers(infoHash, want());
    var lookup =
        new Lookup(NodeId.of(infoHash), question, queries, policy, new Reporter(infoHash, then));
    lookup.begin(table.closest(lookup.target(), Lookup.FIRST));
    return lookup;
  }

  private Set<IpFamily> want() {
    return sibling == null ? Set.of() : EnumSet.allOf(IpFamily.class);
  }

  private List<NodeInfo> closest(IpFamily family, NodeId target) {
    var node = family == settings.family() ? this : sibling;
    return node == null ? List.of() : node.table.closestGood(target, Bucket.SIZE);
  }

  /** Takes a datagram, whatever it contains. */
  public void received(InetSocketAddress from, ByteBuffer datagram) {
    if (from.getPort() == 0 || IpFamily.of(from.getAddress()) != settings.family()) {
      return;
    }
    int length = datagram.remaining();
    try {
      received(from, KrpcReader.read(datagram), length);
    } catch (MalformedKrpcException e) {
      // Anybody can send anything to a UDP port; nothing is lost.
      counters.malformed++;
    }
  }

  private void received(InetSocketAddress from, KrpcMessage message, int length) {
    if (message instanceof KrpcMessage.Reply reply) {
      queries.received(from, reply);
    } else if (message instanceof KrpcMessage.Failure failure) {
      queries.received(from, failure);
    } else if (isToAnswer(from)) {
      send(from, answer(from, message, length));
    }
  }

  private boolean isToAnswer(InetSocketAddress from) {
    counters.queriesReceived++;
    boolean admitted = !settings.readOnly() && limits.admits(from.getAddress());
    if (!admitted) {
      counters.queriesDropped++;
    }
    return admitted;
  }

  private byte[] answer(InetSocketAddress from, KrpcMessage message, int length) {
    if (message instanceof KrpcMessage.Query query) {
      if (!query.readOnly()) {
        maintenance.heardFrom(new NodeInfo(query.id(), from));
      }
      return responder.answer(from, query, length);
    }
    return responder.refuse(((KrpcMessage.Refused) message).failure());
  }

  private void send(InetSocketAddress to, byte[] message) {
    output.send(to, ByteBuffer.wrap(message));
  }

  /** Does what is due: sends queries, and gives up those that nobody answers. */
  public void tick() {
    queries.tick();
    maintenance.tick();
    lookups.tick();
    announces.tick();
    fitTheAddress();
    if (nanoTime.getAsLong() - nextExpiry >= 0) {
      nextExpiry += EXPIRY_GAP.toNanos();
      store.expire();
    }
  }

  /** Others may refuse to remember a node whose id does not fit its address (BEP 42). */
  private void fitTheAddress() {
    var address = external.elected();
    if (address.isEmpty() || address.get().equals(fitted)) {
      return;
    }
    fitted = address.get();
    if (!SecureIds.fits(table.own(), fitted)) {
      table.become(SecureIds.create(fitted, random));
      maintenance.searchSoon();
    }
  }

  /** Takes nodes of which a node of the other family told, for a lookup that runs here, too. */
  private void heardOf(NodeId target, List<NodeInfo> nodes, InetAddress teller) {
    var ours = nodes.stream().filter(node -> node.family() == settings.family()).toList();
    lookups.find(target).ifPresent(lookup -> lookup.hear(ours, teller));
    maintenance.heardOf(
        ours.stream().filter(node -> policy.mayAsk(node.address(), teller)).toList());
  }

  private void tellSibling(NodeId target, List<NodeInfo> nodes, InetAddress teller) {
    if (sibling != null) {
      sibling.heardOf(target, nodes, teller);
    }
  }

  /** Passes on what a lookup of peers finds. */
  private final class Reporter implements Lookup.Listener {
    private final InfoHash infoHash;
    private final Lookup.Listener then;

    Reporter(InfoHash infoHash, Lookup.Listener then) {
      this.infoHash = infoHash;
      this.then = then;
    }

    @Override
    public void found(List<PeerAddress> peers) {
      listener.foundPeers(infoHash, peers);
    }

    @Override
    public void replied(InetSocketAddress from, KrpcMessage.Reply reply) {
      tellSibling(NodeId.of(infoHash), reply.nodes(), from.getAddress());
    }

    @Override
    public void ended(List<Lookup.Answered> closest) {
      then.ended(closest);
      listener.lookedUp(infoHash, closest.size());
    }
  }

  /** Begins the lookups of announces. */
  private final class ForTorrents implements AnnounceSchedule.Starter {
    @Override
    public boolean isReady() {
      return lookups.hasRoom() && table.size() > 0;
    }

    @Override
    public void start(InfoHash infoHash, Lookup.Listener then) {
      lookups.run(lookup(infoHash, then));
    }
  }

  /** Begins the lookups that fill the table. */
  private final class ForTheTable implements Maintenance.Starter {
    @Override
    public Lookup prepare(NodeId target, Lookup.Listener then) {
      var question = new KrpcMessage.FindNode(target, want());
      var lookup = new Lookup(target, question, queries, policy, new Sharer(target, then));
      lookup.begin(table.closest(target, Lookup.FIRST));
      return lookup;
    }

    @Override
    public void run(Lookup lookup) {
      lookups.runNow(lookup);
    }
  }

  /** Tells the other family of what a lookup of nodes finds. */
  private final class Sharer implements Lookup.Listener {
    private final NodeId target;
    private final Lookup.Listener then;

    Sharer(NodeId target, Lookup.Listener then) {
      this.target = target;
      this.then = then;
    }

    @Override
    public void replied(InetSocketAddress from, KrpcMessage.Reply reply) {
      tellSibling(target, reply.nodes(), from.getAddress());
    }

    @Override
    public void ended(List<Lookup.Answered> closest) {
      then.ended(closest);
    }
  }
}
