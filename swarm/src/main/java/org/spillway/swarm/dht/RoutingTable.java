package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Knows other nodes, the more of them the closer they are to us (BEP 5). Bucket {@code i} has the
 * nodes whose ids share exactly the first {@code i} bits with ours, the last one those that share
 * more as well. Only nodes that have answered get in, one for each address. For one thread.
 */
final class RoutingTable {
  /** The time after which a bucket in which nothing has changed is looked through (BEP 5). */
  static final Duration STALE = Duration.ofMinutes(15);

  private final ContactPolicy policy;
  private final LongSupplier nanoTime;
  private final List<Bucket> buckets = new ArrayList<>();
  private final Map<Object, TableNode> byHost = new HashMap<>();
  private NodeId own;

  RoutingTable(NodeId own, ContactPolicy policy, LongSupplier nanoTime) {
    this.own = own;
    this.policy = policy;
    this.nanoTime = nanoTime;
    buckets.add(new Bucket(policy, nanoTime.getAsLong()));
  }

  /** Returns our own id. */
  NodeId own() {
    return own;
  }

  /** Returns how many nodes have a place. */
  int size() {
    return buckets.stream().mapToInt(bucket -> bucket.nodes().size()).sum();
  }

  /** Returns how many of them are good. */
  int good() {
    long now = nanoTime.getAsLong();
    return (int) nodes().filter(node -> node.isGood(now)).count();
  }

  private Stream<TableNode> nodes() {
    return buckets.stream().flatMap(bucket -> bucket.nodes().stream());
  }

  int buckets() {
    return buckets.size();
  }

  /** Takes another id, and sorts all nodes anew. */
  void become(NodeId id) {
    var known = buckets.stream().flatMap(Bucket::all).toList();
    own = id;
    buckets.clear();
    buckets.add(new Bucket(policy, nanoTime.getAsLong()));
    byHost.clear();
    known.forEach(this::add);
  }

  private Bucket bucketOf(NodeId id) {
    return buckets.get(Math.min(own.sharedBits(id), buckets.size() - 1));
  }

  private Optional<TableNode> at(InetSocketAddress address) {
    return Optional.ofNullable(byHost.get(policy.nodeKey(address)))
        .filter(node -> node.info().address().equals(address));
  }

  /** Returns whether a node has a place or waits for one. */
  boolean knows(InetSocketAddress address) {
    return at(address).isPresent();
  }

  /** Notes that a node has answered us, and finds a place for it if there is one. */
  void replied(NodeInfo info) {
    if (info.id().equals(own)) {
      return;
    }
    long now = nanoTime.getAsLong();
    var known = byHost.get(policy.nodeKey(info.address()));
    if (known != null && known.info().equals(info)) {
      known.replied(now);
      bucketOf(info.id()).changed(now);
      return;
    }
    if (known != null) {
      boolean hasNewId = known.info().address().equals(info.address());
      if (!hasNewId && !known.isBad()) {
        return;
      }
      remove(known);
    }
    add(new TableNode(info, now));
  }

  private void remove(TableNode node) {
    byHost.remove(policy.nodeKey(node.info().address()), node);
    var bucket = bucketOf(node.id());
    bucket.remove(node);
    bucket.promote();
  }

  private void add(TableNode node) {
    var bucket = bucketOf(node.id());
    var sameId = bucket.find(node.id());
    if (sameId.isPresent()) {
      if (!sameId.get().isBad()) {
        return;
      }
      remove(sameId.get());
    }
    if (!bucket.admitsNetworkOf(node)) {
      return;
    }
    byHost.put(policy.nodeKey(node.info().address()), node);
    place(node);
  }

  private void place(TableNode node) {
    long now = nanoTime.getAsLong();
    while (bucketOf(node.id()).isFull() && canSplit(node.id())) {
      split(now);
    }
    var bucket = bucketOf(node.id());
    if (bucket.isFull()) {
      bucket.worseThan(node, now).ifPresent(this::drop);
    }
    if (bucket.isFull()) {
      bucket.await(node).ifPresent(this::forget);
    } else {
      bucket.add(node);
      bucket.changed(now);
    }
  }

  private boolean canSplit(NodeId id) {
    return buckets.size() < NodeId.BITS && bucketOf(id) == buckets.get(buckets.size() - 1);
  }

  private void split(long now) {
    var last = buckets.get(buckets.size() - 1);
    var closer = new Bucket(policy, now);
    int depth = buckets.size();
    buckets.add(closer);
    for (TableNode node : last.all().filter(each -> own.sharedBits(each.id()) >= depth).toList()) {
      boolean hasPlace = last.nodes().contains(node);
      last.remove(node);
      if (hasPlace) {
        closer.add(node);
      } else {
        closer.await(node);
      }
    }
    last.promote();
    closer.promote();
  }

  /** Takes a node out without giving its place to another one. */
  private void drop(TableNode node) {
    bucketOf(node.id()).remove(node);
    forget(node);
  }

  private void forget(TableNode node) {
    byHost.remove(policy.nodeKey(node.info().address()), node);
  }

  /** Notes that a node that has answered before has asked us. */
  void asked(NodeInfo info) {
    at(info.address())
        .filter(node -> node.info().equals(info))
        .ifPresent(node -> node.asked(nanoTime.getAsLong()));
  }

  /** Notes that a node did not answer. A bad one stays until there is another for its place. */
  void failed(InetSocketAddress address) {
    var node = at(address);
    node.ifPresent(TableNode::failed);
    node.filter(TableNode::isBad)
        .filter(bad -> bucketOf(bad.id()).hasWaiting() || isGone(bad))
        .ifPresent(this::remove);
  }

  /** While nobody at all answers, the fault may be ours. */
  private boolean isGone(TableNode node) {
    return node.failures() >= TableNode.GONE_AFTER && good() > 0;
  }

  /** Returns whether a node that nobody vouches for would get a place if it answered. */
  boolean wants(NodeInfo info) {
    if (info.id().equals(own) || byHost.containsKey(policy.nodeKey(info.address()))) {
      return false;
    }
    var bucket = bucketOf(info.id());
    var newcomer = new TableNode(info, nanoTime.getAsLong());
    return bucket.admitsNetworkOf(newcomer)
        && bucket.find(info.id()).isEmpty()
        && (!bucket.isFull()
            || canSplit(info.id())
            || bucket.worseThan(newcomer, nanoTime.getAsLong()).isPresent());
  }

  /** Returns the good nodes that are closest to a place, the closest first. */
  List<NodeInfo> closestGood(NodeId target, int most) {
    long now = nanoTime.getAsLong();
    return closest(nodes().filter(node -> node.isGood(now)), target, most);
  }

  /** Returns the nodes that are closest to a place and not known to be bad, the closest first. */
  List<NodeInfo> closest(NodeId target, int most) {
    return closest(nodes().filter(node -> !node.isBad()), target, most);
  }

  private static List<NodeInfo> closest(Stream<TableNode> nodes, NodeId target, int most) {
    return nodes
        .map(TableNode::info)
        .sorted(Comparator.comparing(NodeInfo::id, target.closestFirst()))
        .limit(most)
        .toList();
  }

  /** Returns all nodes that have a place, those seen last first. */
  List<NodeInfo> freshest() {
    return nodes()
        .sorted(Comparator.comparingInt(TableNode::failures).thenComparing(this::age))
        .map(TableNode::info)
        .toList();
  }

  private long age(TableNode node) {
    return nanoTime.getAsLong() - node.lastSeen();
  }

  /**
   * Returns the node that must prove next that it is still there: one that is not good and that was
   * not tried lately. It counts as tried from now on.
   *
   * @param pause the time between two tries
   */
  Optional<NodeInfo> nextToProve(Duration pause) {
    long now = nanoTime.getAsLong();
    var next =
        nodes()
            .filter(node -> !node.isGood(now))
            .filter(node -> now - node.lastTried() >= pause.toNanos() * (1 + node.failures()))
            .max(Comparator.comparingLong(this::age));
    next.ifPresent(node -> node.tried(now));
    return next.map(TableNode::info);
  }

  /**
   * Returns a random place in a bucket in which nothing has changed for {@link #STALE}; the bucket
   * counts as changed from now on.
   */
  Optional<NodeId> nextToRefresh(RandomGenerator random) {
    long now = nanoTime.getAsLong();
    for (int i = 0; i < buckets.size(); i++) {
      var bucket = buckets.get(i);
      if (now - bucket.lastChanged() >= STALE.toNanos()) {
        bucket.changed(now);
        boolean isOurs = i == buckets.size() - 1;
        return Optional.of(isOurs ? own : own.randomAt(i, random));
      }
    }
    return Optional.empty();
  }

  /** Has all buckets refreshed soon. */
  void refreshAll() {
    long longAgo = nanoTime.getAsLong() - STALE.toNanos();
    buckets.forEach(bucket -> bucket.changed(longAgo));
  }
}
