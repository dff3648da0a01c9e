package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps the routing table filled and fresh: finds the first nodes, looks through buckets in which
 * nothing happens, and asks nodes whether they are there. For one thread.
 */
final class Maintenance {
  /** The most nodes that have asked us, or of which we heard, and wait to be asked themselves. */
  static final int MOST_NEWCOMERS = 64;

  /** The most addresses of first nodes; the last ones that were added count. */
  static final int MOST_FIRST = 32;

  /** The most nodes of an earlier run that are kept, and those of them that one search asks. */
  private static final int MOST_RESTORED = 256;

  private static final int RESTORED_AT_ONCE = 32;

  /** The most nodes of the table, none of them good, that one search asks. */
  private static final int MOST_DOUBTFUL = 16;

  /** The time between two queries that ask a newcomer, or a node that has been quiet. */
  private static final Duration PROOF_GAP = Duration.ofMillis(250);

  /** The shortest time between two queries to a node that has been quiet. */
  private static final Duration PROOF_PAUSE = Duration.ofSeconds(30);

  /** The time between two looks at the whole table. */
  private static final Duration LOOK_GAP = Duration.ofMillis(500);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final RoutingTable table;
  private final OutgoingQueries queries;
  private final ContactPolicy policy;
  private final Starter starter;
  private final Set<InetSocketAddress> first = new LinkedHashSet<>();
  private final Deque<NodeInfo> restored = new ArrayDeque<>();
  private final Map<Object, InetSocketAddress> newcomers = new LinkedHashMap<>();
  private boolean isSearching;
  private boolean wasAlone = true;
  private Duration retry = FIRST_RETRY;
  private long nextSearch;
  private long nextProof;
  private long nextLook;

  /** Begins lookups. */
  interface Starter {
    /** Makes a lookup of nodes; the caller runs it. */
    Lookup prepare(NodeId target, Lookup.Listener listener);

    /** Runs a lookup that was prepared. */
    void run(Lookup lookup);
  }

  Maintenance(
      LongSupplier nanoTime,
      RandomGenerator random,
      RoutingTable table,
      OutgoingQueries queries,
      ContactPolicy policy,
      Starter starter) {
    this.nanoTime = nanoTime;
    this.random = random;
    this.table = table;
    this.queries = queries;
    this.policy = policy;
    this.starter = starter;
    this.nextSearch = nanoTime.getAsLong();
    this.nextProof = nanoTime.getAsLong();
    this.nextLook = nanoTime.getAsLong();
  }

  /** Adds addresses at which there may be nodes, and asks them soon if we know nobody. */
  void addFirst(Collection<InetSocketAddress> addresses) {
    for (InetSocketAddress address : addresses) {
      first.remove(address);
      first.add(address);
    }
    while (first.size() > MOST_FIRST) {
      first.remove(first.iterator().next());
    }
    searchSoon();
  }

  /** Adds nodes that were known in an earlier run. */
  void restore(List<NodeInfo> nodes) {
    nodes.stream()
        .filter(node -> policy.mayAsk(node.address(), node.address().getAddress()))
        .limit(MOST_RESTORED - restored.size())
        .forEach(restored::add);
    searchSoon();
  }

  /** Looks for the nodes around us soon, for example because our id has changed. */
  void searchSoon() {
    retry = FIRST_RETRY;
    nextSearch = nanoTime.getAsLong();
    wasAlone = true;
  }

  /** Notes that a node has asked us, which may get into the table when it proves its address. */
  void heardFrom(NodeInfo node) {
    table.asked(node);
    consider(node);
  }

  private void consider(NodeInfo node) {
    if (table.wants(node)) {
      consider(node.address());
    }
  }

  /** Notes an address at which a node is said to be, by somebody at the same host. */
  void consider(InetSocketAddress address) {
    if (newcomers.size() < MOST_NEWCOMERS
        && !table.knows(address)
        && queries.hasTurn(address)
        && policy.mayAsk(address, address.getAddress())) {
      newcomers.putIfAbsent(policy.nodeKey(address), address);
    }
  }

  /** Notes nodes of which a node of the other family told. */
  void heardOf(List<NodeInfo> nodes) {
    if (table.size() < Bucket.SIZE) {
      nodes.forEach(this::consider);
    }
  }

  /** Does what is due. */
  void tick() {
    long now = nanoTime.getAsLong();
    if (now - nextProof >= 0) {
      nextProof = now + PROOF_GAP.toNanos();
      prove();
    }
    if (!isSearching && now - nextLook >= 0) {
      nextLook = now + LOOK_GAP.toNanos();
      search(now);
    }
  }

  private void prove() {
    if (!queries.hasRoom()) {
      return;
    }
    var next = newcomers.values().iterator();
    if (next.hasNext()) {
      var newcomer = next.next();
      next.remove();
      ping(newcomer);
    } else {
      table.nextToProve(PROOF_PAUSE).ifPresent(node -> ping(node.address()));
    }
  }

  private void ping(InetSocketAddress address) {
    queries.ask(
        address,
        new KrpcMessage.Ping(),
        new OutgoingQueries.Handler() {
          @Override
          public void replied(KrpcMessage.Reply reply) {
            // The table has noted it.
          }

          @Override
          public void failed() {
            // This, too.
          }
        });
  }

  private void search(long now) {
    boolean isAlone = table.good() == 0;
    if (isAlone || wasAlone) {
      if (now - nextSearch >= 0) {
        wasAlone = isAlone;
        searchOurselves(isAlone);
      }
      return;
    }
    table.nextToRefresh(random).ifPresent(target -> run(starter.prepare(target, listener())));
  }

  private void searchOurselves(boolean isAlone) {
    double jitter = 0.75 + random.nextDouble() / 2;
    nextSearch = nanoTime.getAsLong() + (long) (retry.toNanos() * jitter);
    retry = retry.multipliedBy(2);
    retry = retry.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry;
    var lookup = starter.prepare(table.own(), listener());
    if (isAlone) {
      beginSomewhere(lookup);
    }
    run(lookup);
  }

  private void beginSomewhere(Lookup lookup) {
    for (int i = 0; i < RESTORED_AT_ONCE && !restored.isEmpty(); i++) {
      lookup.begin(List.of(restored.remove()));
    }
    lookup.begin(table.freshest().stream().limit(MOST_DOUBTFUL).toList());
    first.forEach(lookup::beginAt);
  }

  private void run(Lookup lookup) {
    isSearching = true;
    starter.run(lookup);
  }

  private Lookup.Listener listener() {
    return new Lookup.Listener() {
      @Override
      public void ended(List<Lookup.Answered> closest) {
        searched();
      }
    };
  }

  private void searched() {
    isSearching = false;
    if (wasAlone && table.good() > 0) {
      searchSoon();
      table.refreshAll();
    }
  }
}
