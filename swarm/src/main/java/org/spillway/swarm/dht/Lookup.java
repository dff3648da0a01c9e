package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/**
 * Looks for the nodes closest to a place: it asks the closest ones that it knows for closer ones,
 * until the eight closest of all have answered (BEP 5). For one thread.
 */
final class Lookup {
  /** The most queries that wait for an answer at a time, without those that take long. */
  static final int ALPHA = 4;

  /** The most of them to nodes whose ids do not fit their addresses: those are easy to invent. */
  static final int ALPHA_OF_UNFIT = 2;

  /** The most queries of one lookup. */
  static final int MOST_QUERIES = 100;

  /** The most nodes that a lookup remembers; those farthest away are forgotten. */
  static final int MOST_CANDIDATES = 200;

  /** The number of nodes of the table with which a lookup begins. */
  static final int FIRST = 16;

  /** The most peers that one lookup reports. */
  static final int MOST_PEERS = 2000;

  private final NodeId target;
  private final KrpcMessage.Arguments question;
  private final OutgoingQueries queries;
  private final ContactPolicy policy;
  private final Listener listener;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Comparator<Candidate> closestFirst;
  private final Set<Object> known = new HashSet<>();
  private final Map<Object, Integer> networks = new HashMap<>();
  private final Set<PeerAddress> peers = new HashSet<>();
  private int asked;
  private boolean ended;

  /** Hears what a lookup finds. */
  interface Listener {
    /** Hears of peers, each of them once. */
    default void found(List<PeerAddress> peers) {}

    /**
     * Hears what an answer says, whole.
     *
     * @param from the node that answered
     */
    default void replied(InetSocketAddress from, KrpcMessage.Reply reply) {}

    /**
     * Hears that the lookup has ended.
     *
     * @param closest the nodes that are closest and have answered, the closest first
     */
    default void ended(List<Answered> closest) {}
  }

  /**
   * A node that has answered.
   *
   * @param token its token; empty if it gave none
   */
  record Answered(NodeInfo node, BencodeString token) {}

  private enum State {
    KNOWN,
    ASKED,
    SLOW,
    ANSWERED,
    FAILED
  }

  private static final class Candidate {
    private final NodeInfo node;
    private final boolean isFit;
    private final boolean isOurs;
    private State state = State.KNOWN;
    private BencodeString token = KrpcMessage.NOTHING;

    Candidate(NodeInfo node, boolean isOurs) {
      this.node = node;
      this.isOurs = isOurs;
      this.isFit = SecureIds.fits(node.id(), node.address().getAddress());
    }

    NodeId id() {
      return node.id();
    }
  }

  /**
   * Makes a lookup that knows no nodes.
   *
   * @param target the place
   * @param question what every node is asked
   */
  Lookup(
      NodeId target,
      KrpcMessage.Arguments question,
      OutgoingQueries queries,
      ContactPolicy policy,
      Listener listener) {
    this.target = target;
    this.question = question;
    this.queries = queries;
    this.policy = policy;
    this.listener = listener;
    this.closestFirst = Comparator.comparing(Candidate::id, target.closestFirst());
  }

  NodeId target() {
    return target;
  }

  /** Adds nodes that we know ourselves; the policy does not apply to them. */
  void begin(List<NodeInfo> nodes) {
    nodes.forEach(node -> add(node, true));
  }

  /** Adds a node whose id is not known; its answer counts for the nodes that it names only. */
  void beginAt(InetSocketAddress address) {
    add(new NodeInfo(target.opposite(), address), true);
  }

  /**
   * Adds nodes of which another node told, as far as the policy allows.
   *
   * @param teller the address of the node that told
   */
  void hear(List<NodeInfo> nodes, InetAddress teller) {
    nodes.stream()
        .filter(node -> policy.mayAsk(node.address(), teller))
        .forEach(node -> add(node, false));
  }

  private void add(NodeInfo node, boolean isOurs) {
    if (ended || !known.add(policy.nodeKey(node.address())) || !hasShare(node)) {
      return;
    }
    var candidate = new Candidate(node, isOurs);
    int at = 0;
    while (at < candidates.size() && closestFirst.compare(candidates.get(at), candidate) <= 0) {
      at++;
    }
    candidates.add(at, candidate);
    if (candidates.size() > MOST_CANDIDATES) {
      forgetFarthest();
    }
  }

  /** Somebody who has a whole network must not be all that is close to a torrent. */
  private boolean hasShare(NodeInfo node) {
    var network = policy.networkKey(node.address());
    return networks.merge(network, 1, Integer::sum) <= Bucket.NETWORK_SHARE;
  }

  private void forgetFarthest() {
    for (int i = candidates.size() - 1; i >= 0; i--) {
      if (candidates.get(i).state == State.KNOWN) {
        candidates.remove(i);
        return;
      }
    }
  }

  /** Returns whether the lookup has ended. */
  boolean hasEnded() {
    return ended;
  }

  /** Asks whom it can ask now; ends if there is nobody more to ask. */
  void step() {
    while (!ended && count(State.ASKED) < ALPHA && queries.hasRoom()) {
      var next = next();
      if (next == null) {
        endIfDone();
        return;
      }
      ask(next);
    }
  }

  private long count(State state) {
    return candidates.stream().filter(candidate -> candidate.state == state).count();
  }

  /** Returns the closest node to ask, unless as many as wanted that are closer have answered. */
  private @Nullable Candidate next() {
    long unfit = candidates.stream().filter(Lookup::isUnfitAndAsked).count();
    int answered = 0;
    for (Candidate candidate : candidates) {
      if (answered == Bucket.SIZE || asked >= MOST_QUERIES) {
        return null;
      }
      answered += candidate.state == State.ANSWERED ? 1 : 0;
      if (candidate.state == State.KNOWN && mayAsk(candidate, unfit)) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean isUnfitAndAsked(Candidate candidate) {
    return candidate.state == State.ASKED && !candidate.isFit;
  }

  /** Another lookup may have found out meanwhile that nobody is there, or be about to. */
  private boolean mayAsk(Candidate candidate, long unfit) {
    var address = candidate.node.address();
    if (!candidate.isOurs && policy.isSilent(address)) {
      candidate.state = State.FAILED;
      return false;
    }
    return (candidate.isFit || unfit < ALPHA_OF_UNFIT) && queries.hasTurn(address);
  }

  /** Waits for those that could still change the result: the closer ones, if they are not slow. */
  private void endIfDone() {
    int answered = 0;
    boolean isWaiting = false;
    for (Candidate candidate : candidates) {
      if (answered == Bucket.SIZE) {
        break;
      }
      boolean isToAsk = candidate.state == State.KNOWN && asked < MOST_QUERIES;
      if (candidate.state == State.ASKED || isToAsk) {
        return;
      }
      isWaiting |= candidate.state == State.SLOW;
      answered += candidate.state == State.ANSWERED ? 1 : 0;
    }
    if (answered == Bucket.SIZE || !isWaiting) {
      end();
    }
  }

  private void end() {
    ended = true;
    listener.ended(
        candidates.stream()
            .filter(candidate -> candidate.state == State.ANSWERED)
            .limit(Bucket.SIZE)
            .map(candidate -> new Answered(candidate.node, candidate.token))
            .toList());
  }

  private void ask(Candidate candidate) {
    candidate.state = State.ASKED;
    asked++;
    queries.ask(
        candidate.node.address(),
        question,
        new OutgoingQueries.Handler() {
          @Override
          public void replied(KrpcMessage.Reply reply) {
            answered(candidate, reply);
          }

          @Override
          public void slow() {
            candidate.state = State.SLOW;
            step();
          }

          @Override
          public void failed() {
            candidate.state = State.FAILED;
            step();
          }
        });
  }

  private void answered(Candidate candidate, KrpcMessage.Reply reply) {
    var address = candidate.node.address();
    boolean isItself = reply.id().equals(candidate.node.id());
    candidate.state = isItself ? State.ANSWERED : State.FAILED;
    candidate.token = reply.token();
    if (ended) {
      return;
    }
    hear(reply.nodes(), address.getAddress());
    listener.replied(address, reply);
    report(reply.values(), address.getAddress());
    step();
  }

  private void report(List<PeerAddress> values, InetAddress teller) {
    var found =
        values.stream()
            .filter(peer -> policy.mayDial(peer.address(), teller))
            .filter(peer -> peers.size() < MOST_PEERS && peers.add(peer))
            .toList();
    if (!found.isEmpty()) {
      listener.found(found);
    }
  }
}
