package org.spillway.swarm.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.spillway.swarm.admission.Contact;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;

/**
 * Keeps the peers of one torrent that is downloaded, and keeps as many of them connected as it may.
 * A peer whose connection ends is dialled again: at once if it was useful, later and a few times
 * only if it was not, and never if it sent what it must not. A peer that is lost is tried once more
 * when somebody names it again, each time after twice the time. Safe for use by many threads.
 */
public final class TorrentPeers {
  /** The most peers that are remembered; whoever names more is not believed. */
  private static final int MOST_KNOWN = 2000;

  /** The most dials at a time. */
  private static final int MOST_DIALS = 16;

  /** The dials in a row without anything useful after which a peer counts as lost. */
  private static final int MOST_TRIES = 3;

  /**
   * A quarter of the shortest time between two dials, in nanoseconds; each is four times longer.
   */
  private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(30);

  /**
   * The time in nanoseconds after which a peer that was lost is dialled again if it is named again;
   * it doubles with each loss, up to 64 minutes.
   */
  private static final long FIRST_LOSS = TimeUnit.MINUTES.toNanos(1);

  private static final int MOST_DOUBLINGS = 6;

  /** The time in nanoseconds after which a peer is dialled that had connected to us. */
  private static final long WHILE_CONNECTED = TimeUnit.MINUTES.toNanos(1);

  /** The order in which peers are dialled. */
  private static final Comparator<Known> ORDER =
      Comparator.comparing((Known peer) -> peer.tries)
          .thenComparing(peer -> peer.origin)
          .thenComparing(Comparator.comparing((Known peer) -> peer.priority).reversed());

  private final InfoHash swarmHash;
  private final Dialler dialler;
  private final int most;
  private final boolean utp;
  private final FailureListener failures;
  private final Random random;
  private final LongSupplier nanoTime;
  private final Map<PeerAddress, Known> known = new HashMap<>();
  private int dialling;
  private int connected;
  private boolean closed;

  /** Dials peers. */
  interface Dialler {
    /** Dials a peer and returns at once; returns false if there is no room. */
    boolean dial(Dial dial);

    /** Returns the canonical priority of a peer (BEP 40); 0 if it is not known. */
    default long priorityOf(PeerAddress peer) {
      return 0;
    }
  }

  /** Hears why peers were lost. Called by any thread; must return at once. */
  public interface FailureListener {
    void failed(PeerAddress peer, String reason);
  }

  private enum State {
    IDLE,
    DIALLING,
    CONNECTED
  }

  private static final class Known {
    final PeerAddress address;
    final PeerOrigin origin;
    State state = State.IDLE;
    int tries;
    boolean banned;
    boolean byUtp;
    boolean connectedOtherwise;

    /** Whether somebody has named the peer since it was lost. */
    boolean namedAgain;

    /** How often in a row the peer was lost. */
    int losses;

    long priority;
    long notBefore;

    Known(PeerAddress address, PeerOrigin origin, long notBefore) {
      this.address = address;
      this.origin = origin;
      this.notBefore = notBefore;
    }
  }

  TorrentPeers(
      InfoHash swarmHash,
      Dialler dialler,
      int most,
      boolean utp,
      FailureListener failures,
      Random random,
      LongSupplier nanoTime) {
    this.swarmHash = swarmHash;
    this.dialler = dialler;
    this.most = most;
    this.utp = utp;
    this.failures = failures;
    this.random = random;
    this.nanoTime = nanoTime;
  }

  /**
   * Adds peers and dials them as soon as there is room. Those that are known stay as they are, but
   * one that is lost is dialled once more.
   */
  public void offer(Collection<PeerAddress> addresses, PeerOrigin origin) {
    synchronized (this) {
      long now = nanoTime.getAsLong();
      if (known.size() + addresses.size() > MOST_KNOWN) {
        known.values().removeIf(TorrentPeers::isLost);
      }
      for (PeerAddress address : addresses) {
        var before = known.get(address);
        if (before != null) {
          before.namedAgain = true;
        } else if (known.size() < MOST_KNOWN) {
          known.put(address, new Known(address, origin, now));
        }
      }
    }
    review();
  }

  /** Dials what may be dialled now; the engine calls it twice a second. */
  void review() {
    for (Known peer : next()) {
      var transport = peer.byUtp ? Dial.Transport.UTP : Dial.Transport.TCP;
      var contact = new Contact(swarmHash, peer.address);
      if (!dialler.dial(new Dial(contact, transport, new Listener(peer)))) {
        undo(peer);
      }
    }
  }

  private synchronized List<Known> next() {
    long now = nanoTime.getAsLong();
    int free = Math.min(most - connected - dialling, MOST_DIALS - dialling);
    if (closed || free <= 0) {
      return List.of();
    }
    List<Known> candidates = new ArrayList<>();
    for (Known peer : known.values()) {
      boolean isWorthIt = isHopeful(peer) || (peer.namedAgain && !peer.banned);
      if (peer.state == State.IDLE && isWorthIt && peer.notBefore - now <= 0) {
        candidates.add(peer);
      }
    }
    return choose(candidates, free);
  }

  private List<Known> choose(List<Known> candidates, int count) {
    if (candidates.size() > count) {
      Collections.shuffle(candidates, random);
      candidates.forEach(peer -> peer.priority = dialler.priorityOf(peer.address));
      candidates.sort(ORDER);
    }
    var chosen = candidates.subList(0, Math.min(count, candidates.size()));
    chosen.forEach(peer -> peer.state = State.DIALLING);
    dialling += chosen.size();
    return List.copyOf(chosen);
  }

  private static boolean isHopeful(Known peer) {
    return !peer.banned && peer.tries < MOST_TRIES;
  }

  /** Returns whether the peer can be forgotten; a banned one cannot. */
  private static boolean isLost(Known peer) {
    return peer.state == State.IDLE && !peer.banned && !isHopeful(peer);
  }

  private synchronized void undo(Known peer) {
    peer.state = State.IDLE;
    dialling--;
  }

  /** Returns how many peers that were dialled have shaken hands with us and are still there. */
  public synchronized int connected() {
    return connected;
  }

  /** Returns whether nobody is connected and no peer is left to dial. */
  public synchronized boolean isExhausted() {
    return connected == 0
        && dialling == 0
        && known.values().stream().noneMatch(TorrentPeers::isHopeful);
  }

  synchronized void close() {
    closed = true;
  }

  private synchronized void connected(Known peer) {
    peer.state = State.CONNECTED;
    dialling--;
    connected++;
  }

  private void ended(Known peer, String reason, boolean fault, boolean useful) {
    synchronized (this) {
      if (peer.state == State.CONNECTED) {
        connected--;
      } else {
        dialling--;
        peer.byUtp = utp && !peer.byUtp;
      }
      peer.state = State.IDLE;
      peer.banned |= fault;
      peer.notBefore = nanoTime.getAsLong() + delay(peer, useful);
    }
    failures.failed(peer.address, reason);
    if (useful) {
      review();
    }
  }

  /** Returns how long to wait until the next dial, and counts this one. */
  private static long delay(Known peer, boolean useful) {
    if (peer.connectedOtherwise) {
      peer.connectedOtherwise = false;
      return WHILE_CONNECTED;
    }
    peer.namedAgain = false;
    if (useful) {
      peer.tries = 0;
      peer.losses = 0;
      return 0;
    }
    peer.tries = Math.min(peer.tries + 1, MOST_TRIES);
    return peer.tries < MOST_TRIES
        ? Math.min(LONGEST_DELAY, FIRST_DELAY << (2 * peer.tries))
        : FIRST_LOSS << Math.min(peer.losses++, MOST_DOUBLINGS);
  }

  private synchronized void connectedOtherwise(Known peer) {
    peer.connectedOtherwise = true;
  }

  private final class Listener implements DialListener {
    private final Known peer;

    Listener(Known peer) {
      this.peer = peer;
    }

    @Override
    public void connected() {
      TorrentPeers.this.connected(peer);
    }

    @Override
    public void connectedOtherwise() {
      TorrentPeers.this.connectedOtherwise(peer);
    }

    @Override
    public void ended(String reason, boolean fault, boolean useful) {
      TorrentPeers.this.ended(peer, reason, fault, useful);
    }
  }
}
