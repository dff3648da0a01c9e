package org.spillway.swarm.dht;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.bencode.BencodeString;

/**
 * Sends queries, and finds out which answer belongs to which: it must come from the address that
 * was asked, and have the random id of the transaction. The table and the policy learn who answers
 * and who does not. For one thread.
 */
final class OutgoingQueries {
  /** The time after which others are asked as well; most nodes answer within it. */
  static final Duration SLOW = Duration.ofSeconds(1);

  /** The time after which an answer no longer counts. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** The most queries that wait for an answer at a time. */
  static final int MOST_OPEN = 1024;

  private final boolean readOnly;
  private final DhtOutput output;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final RoutingTable table;
  private final ContactPolicy policy;
  private final ExternalAddress external;
  private final DhtStats.Counters counters;
  private final Map<Transaction, Open> open = new HashMap<>();
  private final Map<Object, Integer> openByHost = new HashMap<>();

  /** Hears what becomes of one query. */
  interface Handler {
    /** Hears the answer; nothing follows. */
    void replied(KrpcMessage.Reply reply);

    /** Hears that the answer takes long; it may still come. */
    default void slow() {}

    /** Hears that there is no answer, or an error; nothing follows. */
    void failed();
  }

  private record Transaction(InetSocketAddress remote, BencodeString id) {}

  private static final class Open {
    private final Handler handler;
    private final long sent;
    private boolean isSlow;

    Open(Handler handler, long sent) {
      this.handler = handler;
      this.sent = sent;
    }
  }

  OutgoingQueries(
      DhtSettings settings,
      DhtOutput output,
      LongSupplier nanoTime,
      RandomGenerator random,
      RoutingTable table,
      ContactPolicy policy,
      ExternalAddress external,
      DhtStats.Counters counters) {
    this.readOnly = settings.readOnly();
    this.output = output;
    this.nanoTime = nanoTime;
    this.random = random;
    this.table = table;
    this.policy = policy;
    this.external = external;
    this.counters = counters;
  }

  /** Returns whether another query may be sent now. */
  boolean hasRoom() {
    return open.size() < MOST_OPEN;
  }

  /**
   * Returns whether a query to this address need not wait for the answer to another one. A host
   * that has proved nothing gets one at a time, because it may be a victim whom others name.
   */
  boolean hasTurn(InetSocketAddress remote) {
    return !openByHost.containsKey(policy.nodeKey(remote)) || table.knows(remote);
  }

  /** Sends a query; the policy is the caller's business. */
  void ask(InetSocketAddress remote, KrpcMessage.Arguments arguments, Handler handler) {
    var id = ByteBuffer.allocate(Integer.BYTES).putInt(random.nextInt());
    var transaction = new Transaction(remote, BencodeString.of(id.array()));
    open.put(transaction, new Open(handler, nanoTime.getAsLong()));
    openByHost.merge(policy.nodeKey(remote), 1, Integer::sum);
    counters.queriesSent++;
    var query = new KrpcMessage.Query(transaction.id, table.own(), readOnly, arguments);
    output.send(remote, ByteBuffer.wrap(KrpcWriter.write(query)));
  }

  /** Takes an answer; ignores it if nobody waits for it. */
  void received(InetSocketAddress from, KrpcMessage.Reply reply) {
    var query = take(from, reply);
    if (query == null) {
      return;
    }
    policy.spoke(from);
    reply.externalAddress().ifPresent(ours -> external.vote(from.getAddress(), ours));
    if (policy.mayAsk(from, from.getAddress())) {
      table.replied(new NodeInfo(reply.id(), from));
    }
    query.handler.replied(reply);
  }

  /** Takes an error; ignores it if nobody waits for it. */
  void received(InetSocketAddress from, KrpcMessage.Failure failure) {
    var query = take(from, failure);
    if (query != null) {
      policy.spoke(from);
      query.handler.failed();
    }
  }

  private @Nullable Open take(InetSocketAddress from, KrpcMessage message) {
    var query = remove(new Transaction(from, message.transaction()));
    if (query == null) {
      counters.strayReplies++;
    } else {
      counters.repliesReceived++;
    }
    return query;
  }

  private @Nullable Open remove(Transaction transaction) {
    var query = open.remove(transaction);
    if (query != null) {
      openByHost.computeIfPresent(
          policy.nodeKey(transaction.remote), (host, count) -> count == 1 ? null : count - 1);
    }
    return query;
  }

  /** Tells the handlers of queries that have waited for too long. */
  void tick() {
    long now = nanoTime.getAsLong();
    List<Map.Entry<Transaction, Open>> late = new ArrayList<>();
    for (var entry : open.entrySet()) {
      if (now - entry.getValue().sent >= SLOW.toNanos()) {
        late.add(Map.entry(entry.getKey(), entry.getValue()));
      }
    }
    for (var entry : late) {
      var query = entry.getValue();
      if (now - query.sent >= TIMEOUT.toNanos()) {
        remove(entry.getKey());
        timedOut(entry.getKey().remote, query);
      } else if (!query.isSlow) {
        query.isSlow = true;
        query.handler.slow();
      }
    }
  }

  private void timedOut(InetSocketAddress remote, Open query) {
    counters.timeouts++;
    if (table.knows(remote)) {
      table.failed(remote);
    } else {
      policy.silent(remote);
    }
    query.handler.failed();
  }
}
