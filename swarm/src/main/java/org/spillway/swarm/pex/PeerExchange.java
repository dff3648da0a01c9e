package org.spillway.swarm.pex;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.spillway.net.AddressScope;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.PexMessage;

/**
 * The exchange with one peer of a torrent. Neither side is told of an address that it could not
 * reach from where it is: a peer on the internet hears of none in a private network, and leads us
 * to none. Torrents that are private (BEP 27) must have no exchange. For one thread at a time.
 */
public final class PeerExchange {
  /** The shortest time between two messages to a peer (BEP 11). */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** The time that each message of the peer uses up; some are early because others were late. */
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(45);

  /** The messages that may come at once, such as the second one soon after the first. */
  private static final int BURST = 2;

  /** The most peers that one peer is told of at a time, which bounds what we remember. */
  static final int MOST_TOLD = 200;

  private final ConnectedPeers connected;
  private final InetAddress remote;
  private final LongSupplier nanoTime;
  private final Set<PeerAddress> told = new LinkedHashSet<>();

  /** The time from which on the next message may be sent. */
  private long nextMessage;

  /** The time by which the messages that came are all used up. */
  private long usedUp;

  private long ignored;

  /**
   * Begins an exchange.
   *
   * @param connected the peers of the torrent
   * @param remote the address of the peer with which this is the exchange
   * @param nanoTime as {@link System#nanoTime}
   */
  public PeerExchange(ConnectedPeers connected, InetAddress remote, LongSupplier nanoTime) {
    this.connected = connected;
    this.remote = remote;
    this.nanoTime = nanoTime;
    this.nextMessage = nanoTime.getAsLong();
    this.usedUp = nextMessage;
  }

  /**
   * Returns the message to send now, with what has changed since the last one; empty if a minute
   * has not passed yet, or nothing has changed.
   *
   * @param self the address at which the peer itself accepts connections, if it is known
   */
  public Optional<PexMessage> next(Optional<PeerAddress> self) {
    long now = nanoTime.getAsLong();
    if (now - nextMessage < 0) {
      return Optional.empty();
    }
    var peers = connected.snapshot();
    self.ifPresent(peers::remove);
    var dropped =
        told.stream().filter(peer -> !peers.containsKey(peer)).limit(PexMessage.MAX_PEERS).toList();
    dropped.forEach(told::remove);
    var added = untold(peers);
    if (added.isEmpty() && dropped.isEmpty()) {
      return Optional.empty();
    }
    nextMessage = now + INTERVAL.toNanos();
    return Optional.of(new PexMessage(added, dropped));
  }

  /** Returns peers that this peer has not been told of, and notes that it is. */
  private List<PexMessage.Added> untold(Map<PeerAddress, Integer> peers) {
    List<PexMessage.Added> added = new ArrayList<>();
    for (var peer : peers.entrySet()) {
      if (added.size() == PexMessage.MAX_PEERS || told.size() == MOST_TOLD) {
        break;
      }
      if (mayHearOf(peer.getKey()) && told.add(peer.getKey())) {
        added.add(new PexMessage.Added(peer.getKey(), peer.getValue()));
      }
    }
    return added;
  }

  private boolean mayHearOf(PeerAddress peer) {
    return AddressScope.of(remote).mayLeadTo(AddressScope.of(peer.address()));
  }

  /**
   * Takes a message of the peer.
   *
   * @return the peers that may be dialled, none of them connected; none at all if messages come too
   *     often
   */
  public List<PexMessage.Added> received(PexMessage message) {
    if (!mayCome()) {
      ignored++;
      return List.of();
    }
    Set<PeerAddress> seen = new LinkedHashSet<>();
    return message.added().stream()
        .filter(peer -> mayHearOf(peer.address()) && !connected.contains(peer.address()))
        .filter(peer -> seen.add(peer.address()))
        .toList();
  }

  private boolean mayCome() {
    long now = nanoTime.getAsLong();
    long since = usedUp - now < 0 ? now : usedUp;
    boolean may = since - now <= (BURST - 1) * LEAST_INTERVAL.toNanos();
    usedUp = may ? since + LEAST_INTERVAL.toNanos() : since;
    return may;
  }

  /** Returns the number of messages that came too often and were ignored. */
  public long ignored() {
    return ignored;
  }
}
