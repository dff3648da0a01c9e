package org.spillway.swarm.dht;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of the routing table: {@value #SIZE} nodes, and others that wait for the place of one that
 * goes. For one thread.
 */
final class Bucket {
  /** The most nodes in a bucket, which BEP 5 calls K. */
  static final int SIZE = 8;

  /** The most nodes of one network in a bucket, and in a lookup. */
  static final int NETWORK_SHARE = 2;

  private final ContactPolicy policy;
  private final List<TableNode> nodes = new ArrayList<>();

  /** The nodes that wait, the one seen last at the end. */
  private final List<TableNode> waiting = new ArrayList<>();

  private long lastChanged;

  Bucket(ContactPolicy policy, long now) {
    this.policy = policy;
    this.lastChanged = now;
  }

  List<TableNode> nodes() {
    return nodes;
  }

  /** Returns all nodes, those that wait last. */
  Stream<TableNode> all() {
    return Stream.concat(nodes.stream(), waiting.stream());
  }

  long lastChanged() {
    return lastChanged;
  }

  void changed(long now) {
    lastChanged = now;
  }

  boolean isFull() {
    return nodes.size() >= SIZE;
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  Optional<TableNode> find(NodeId id) {
    return all().filter(node -> node.id().equals(id)).findFirst();
  }

  /** Returns whether there is room for another node of this node's network. */
  boolean admitsNetworkOf(TableNode node) {
    var network = policy.networkKey(node.info().address());
    return nodes.stream()
            .filter(other -> policy.networkKey(other.info().address()).equals(network))
            .count()
        < NETWORK_SHARE;
  }

  /** Adds a node without looking whether there is room. */
  void add(TableNode node) {
    nodes.add(node);
  }

  /** Returns a node that has to make room for this one: a bad one, or one whose id does not fit. */
  Optional<TableNode> worseThan(TableNode newcomer, long now) {
    return nodes.stream()
        .filter(TableNode::isBad)
        .findFirst()
        .or(
            () ->
                nodes.stream()
                    .filter(node -> newcomer.isSecure() && !node.isSecure() && !node.isGood(now))
                    .findFirst());
  }

  /** Lets a node wait; returns the one that has waited for longest if there are too many. */
  Optional<TableNode> await(TableNode node) {
    waiting.add(node);
    return waiting.size() > SIZE ? Optional.of(waiting.remove(0)) : Optional.empty();
  }

  void remove(TableNode node) {
    nodes.remove(node);
    waiting.remove(node);
  }

  /** Gives free places to nodes that wait: to those whose ids fit first, and then the newest. */
  void promote() {
    while (!isFull()) {
      var next = nextWaiting();
      if (next.isEmpty()) {
        return;
      }
      waiting.remove(next.get());
      nodes.add(next.get());
    }
  }

  private Optional<TableNode> nextWaiting() {
    return waiting.stream()
        .filter(node -> !node.isBad() && admitsNetworkOf(node))
        .reduce((one, other) -> one.isSecure() && !other.isSecure() ? one : other);
  }
}
