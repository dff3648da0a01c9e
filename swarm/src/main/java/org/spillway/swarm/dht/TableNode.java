package org.spillway.swarm.dht;

import java.time.Duration;

/** A node in the routing table, which has answered at least once. For one thread. */
final class TableNode {
  /** The time for which a sign of life makes a node a good one (BEP 5). */
  static final Duration GOOD = Duration.ofMinutes(15);

  /** The number of queries in a row that a bad node left without an answer. */
  static final int BAD_AFTER = 2;

  /** The number of such queries after which a node is no longer asked whether it is back. */
  static final int GONE_AFTER = 5;

  private final NodeInfo info;
  private final boolean isSecure;
  private long lastSeen;
  private long lastTried;
  private int failures;

  TableNode(NodeInfo info, long now) {
    this.info = info;
    this.isSecure = SecureIds.fits(info.id(), info.address().getAddress());
    this.lastSeen = now;
    this.lastTried = now;
  }

  NodeInfo info() {
    return info;
  }

  NodeId id() {
    return info.id();
  }

  /** Returns whether the id fits the address (BEP 42). */
  boolean isSecure() {
    return isSecure;
  }

  /** Returns when the node last answered or asked us. */
  long lastSeen() {
    return lastSeen;
  }

  /** Returns when it was last tried to get an answer. */
  long lastTried() {
    return lastTried;
  }

  int failures() {
    return failures;
  }

  void replied(long now) {
    lastSeen = now;
    lastTried = now;
    failures = 0;
  }

  /** Notes a query from a node that has answered before. */
  void asked(long now) {
    lastSeen = now;
  }

  void tried(long now) {
    lastTried = now;
  }

  void failed() {
    failures++;
  }

  boolean isBad() {
    return failures >= BAD_AFTER;
  }

  boolean isGood(long now) {
    return !isBad() && now - lastSeen < GOOD.toNanos();
  }
}
