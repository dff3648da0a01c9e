package org.spillway.catalog.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lends memory to all transfers of a process, whatever their protocol. The budget is a part of what
 * the JVM has for direct buffers, and nobody waits for memory on the thread that asks. When the
 * budget is lent, transfers whose clients take nothing are ended, beginning with the client that
 * has borrowed most. One client never has more than half, and the last quarter is for clients that
 * have borrowed less than their share. Safe for use by many threads.
 */
public final class SendBuffers {
  /** The most that can be borrowed at a time, in bytes. */
  public static final int LARGEST = 520 * 1024;

  /** Containers, TLS and DNS need direct memory, too, even to refuse a client. */
  private static final int SHARE_OF_DIRECT_MEMORY = 4;

  private static final long LEAST = 8L * 1024 * 1024;

  private static final long MOST = 1024L * 1024 * 1024;

  /** The time for which a client with more than its share may take nothing when memory is short. */
  static final Duration STALLED = Duration.ofSeconds(1);

  /** The time for which any client may take nothing when memory is short. */
  static final Duration LONG_STALLED = Duration.ofSeconds(10);

  /** One search ends as many transfers as have borrowed this part of all memory. */
  private static final int SHARE_TO_FREE = 8;

  /** The least time between two searches for stalled transfers, of which there may be thousands. */
  static final Duration BETWEEN_REVIEWS = Duration.ofMillis(100);

  private final SendBuffer.Owner owner =
      new SendBuffer.Owner() {
        @Override
        public void progressed(SendBuffer buffer) {
          SendBuffers.this.progressed(buffer);
        }

        @Override
        public void giveBack(SendBuffer buffer) {
          SendBuffers.this.giveBack(buffer);
        }
      };

  private final Slabs slabs;
  private final LongSupplier nanoTime;
  private final Map<Object, ClientShare> clients = new HashMap<>();

  /** Transfers that wait for memory, by client: clients take turns. */
  private final Map<Object, Deque<Runnable>> waiting = new LinkedHashMap<>();

  private long lent;
  private long lastReview;

  /**
   * @param budget the limit in bytes; memory is taken in steps of 1 MiB
   * @param nanoTime as {@link System#nanoTime}
   */
  public SendBuffers(long budget, LongSupplier nanoTime) {
    this(budget, nanoTime, DirectMemory.ofThisJvm());
  }

  private SendBuffers(long budget, LongSupplier nanoTime, DirectMemory system) {
    this.slabs = new Slabs(budget, system);
    this.nanoTime = nanoTime;
    this.lastReview = nanoTime.getAsLong() - BETWEEN_REVIEWS.toNanos();
  }

  /**
   * Returns buffers that take at most a quarter of what this JVM has for direct buffers, and 1 GiB
   * at most. Memory that was used once is kept.
   */
  public static SendBuffers ofThisJvm() {
    var system = DirectMemory.ofThisJvm();
    long share = system.limit() / SHARE_OF_DIRECT_MEMORY;
    return new SendBuffers(Math.max(LEAST, Math.min(share, MOST)), System::nanoTime, system);
  }

  /**
   * Lends memory, or returns nothing if there is none for this client: then transfers of stalled
   * clients were told to end, so that a later attempt can succeed. Returns at once.
   *
   * @param length the length in bytes, at most {@link #LARGEST}
   * @param client the client; those that are equal count as one
   */
  public Optional<SendBuffer> borrow(int length, Object client) {
    if (length > LARGEST) {
      throw new IllegalArgumentException(
          "length must be %d or less, was %d".formatted(LARGEST, length));
    }
    var buffer = tryBorrow(length, client);
    if (buffer.isPresent()) {
      // There may be more: each that gets some lets the next one try.
      wakeNext();
    } else {
      endStalled();
    }
    return buffer;
  }

  private synchronized Optional<SendBuffer> tryBorrow(int length, Object client) {
    if (!mayHave(bytesOf(client) + length, length, client)) {
      return Optional.empty();
    }
    return slabs.take(length).map(run -> lend(run, length, client));
  }

  /**
   * Returns whether a client may have so many bytes in all.
   *
   * @param length what is added
   */
  private boolean mayHave(long bytes, int length, Object client) {
    if (!clients.containsKey(client) || bytes <= fairShare()) {
      return true;
    }
    return bytes <= Math.max(slabs.size() / 2, LARGEST) && lent + length <= slabs.size() / 4 * 3;
  }

  private long bytesOf(Object client) {
    var share = clients.get(client);
    return share == null ? 0 : share.bytes();
  }

  /** Returns how much a client can borrow without taking it from others. */
  private long fairShare() {
    return slabs.size() / (2L * Math.max(1, clients.size()));
  }

  private SendBuffer lend(Slabs.Run run, int length, Object client) {
    var buffer = new SendBuffer(owner, client, run, length, nanoTime.getAsLong());
    clients.computeIfAbsent(client, key -> new ClientShare()).add(buffer);
    lent += buffer.length();
    return buffer;
  }

  /** Returns whether so much is lent that nobody should borrow more than it must. */
  public synchronized boolean isShort() {
    return lent > slabs.size() / 2;
  }

  /**
   * Lets a transfer that could not borrow wait until memory is given back. Clients that have least
   * come first, and those that have as much take turns.
   *
   * @param again is run once by any thread; it must return at once
   */
  public synchronized void await(Object client, Runnable again) {
    waiting.computeIfAbsent(client, key -> new ArrayDeque<>()).add(again);
  }

  /**
   * Ends stalled transfers if others wait for their memory. Code that lets transfers {@link #await}
   * must call this a few times a second, because the clients of all others may have stalled.
   */
  public void review() {
    if (wakeNext()) {
      endStalled();
    }
  }

  private void endStalled() {
    chooseStalled().forEach(Runnable::run);
  }

  /** Returns what ends the transfers that were chosen. */
  private synchronized List<Runnable> chooseStalled() {
    long now = nanoTime.getAsLong();
    if (now - lastReview < BETWEEN_REVIEWS.toNanos()) {
      return List.of();
    }
    lastReview = now;
    List<Runnable> chosen = new ArrayList<>();
    long wanted = slabs.size() / SHARE_TO_FREE;
    for (ClientShare share : byBytes()) {
      long patience = patience(share).toNanos();
      for (SendBuffer buffer : share.buffers()) {
        var end = buffer.end();
        boolean isStalled = end.isPresent() && buffer.stalledFor(now) >= patience;
        if (isStalled && wanted > 0 && buffer.markEnding()) {
          chosen.add(end.get());
          wanted -= buffer.length();
        }
      }
    }
    return chosen;
  }

  /** Returns the clients, the one that has borrowed most first. */
  private List<ClientShare> byBytes() {
    return clients.values().stream()
        .sorted(Comparator.comparingLong(ClientShare::bytes).reversed())
        .toList();
  }

  private Duration patience(ClientShare share) {
    return share.bytes() > fairShare() ? STALLED : LONG_STALLED;
  }

  private void giveBack(SendBuffer buffer) {
    if (takeBack(buffer)) {
      wakeNext();
    }
  }

  private synchronized boolean takeBack(SendBuffer buffer) {
    if (!buffer.markClosed()) {
      return false;
    }
    var share = clients.get(buffer.client());
    if (share != null) {
      share.remove(buffer);
      if (share.isEmpty()) {
        clients.remove(buffer.client());
      }
    }
    lent -= buffer.length();
    buffer.run().giveBack();
    return true;
  }

  private synchronized void progressed(SendBuffer buffer) {
    buffer.progressedAt(nanoTime.getAsLong());
  }

  /** Returns false if nobody waits. */
  private boolean wakeNext() {
    var next = nextWaiting();
    next.ifPresent(Runnable::run);
    return next.isPresent();
  }

  private synchronized Optional<Runnable> nextWaiting() {
    return waiting.entrySet().stream()
        .min(Comparator.comparingLong(transfers -> bytesOf(transfers.getKey())))
        .map(transfers -> next(transfers.getKey(), transfers.getValue()));
  }

  private Runnable next(Object client, Deque<Runnable> transfers) {
    var next = transfers.remove();
    waiting.remove(client);
    if (!transfers.isEmpty()) {
      // It goes to the end of the queue, behind the other clients.
      waiting.put(client, transfers);
    }
    return next;
  }

  /** Returns what is lent now, in bytes. */
  public synchronized long lent() {
    return lent;
  }
}
