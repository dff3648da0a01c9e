package org.spillway.tracker;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import org.spillway.torrent.PeerAddress;

/**
 * A set of peers of one family, with the time at which each was last heard of. It is an
 * open-addressed hash table with linear probing in one array of longs, between a quarter and four
 * fifths full, so that an IPv4 peer takes 10 to 12 bytes while a swarm grows. Peers lie in the
 * order of a keyed hash, so those from any slot on are a random choice, which costs the same in a
 * swarm of any size. For one thread at a time.
 *
 * <p>The peers of one host can be made to lie together, so that counting them costs a look-up. Each
 * look-up then passes all of them, so they should be few.
 */
final class PeerTable {
  /** Decides from what the hash of a peer is made. */
  enum Order {
    BY_PEER,
    BY_HOST
  }

  /** The bits of a stamp: seconds modulo 2^16, about 18 hours. */
  private static final int STAMP_MASK = 0xffff;

  /**
   * The most slots that one choice looks at: a host that fills most of them must not make choices
   * slow.
   */
  private static final int MOST_LOOKS = 8192;

  private final AddressFamily family;

  /**
   * The key of the hash, which peers do not know, so that nobody can choose addresses that all fall
   * into one slot.
   */
  private final long hashKey;

  private final Order order;
  private long[] slots;
  private int size;

  PeerTable(AddressFamily family, long hashKey, Order order) {
    this.family = family;
    this.hashKey = hashKey;
    this.order = order;
    this.slots = new long[family.words()];
  }

  int size() {
    return size;
  }

  boolean holds(PeerAddress peer) {
    return !isEmpty(find(family.pack(peer)));
  }

  /** Returns how many peers have the same {@link AddressFamily#host}; only in the order by host. */
  int ofSameHost(PeerAddress peer) {
    long[] packed = family.pack(peer);
    long host = family.host(packed, 0);
    int count = 0;
    for (int slot = home(packed, 0); !isEmpty(slot); slot = next(slot)) {
      if (family.host(slots, slot * family.words()) == host) {
        count++;
      }
    }
    return count;
  }

  /**
   * Adds a peer or renews its stamp.
   *
   * @param seconds the time
   * @return whether the peer is new
   */
  boolean put(PeerAddress peer, long seconds) {
    long[] packed = family.pack(peer);
    int slot = find(packed);
    boolean isNew = isEmpty(slot);
    if (isNew) {
      if ((size + 1) * 5L > capacity() * 4L) {
        rebuild(size + 1, any -> true);
        slot = find(packed);
      }
      size++;
    }
    packed[packed.length - 1] |= seconds & STAMP_MASK;
    copy(packed, 0, slots, slot);
    return isNew;
  }

  boolean remove(PeerAddress peer) {
    int slot = find(family.pack(peer));
    if (isEmpty(slot)) {
      return false;
    }
    removeAt(slot);
    if (size * 4L < capacity()) {
      rebuild(size, any -> true);
    }
    return true;
  }

  /** Moves later peers back into the gap, as far as each can still be found from its own slot. */
  private void removeAt(int slot) {
    int gap = slot;
    for (int i = next(gap); !isEmpty(i); i = next(i)) {
      if (distance(home(slots, i), i) >= distance(gap, i)) {
        copy(slots, i, slots, gap);
        gap = i;
      }
    }
    slots[last(gap)] = 0;
    size--;
  }

  /**
   * Drops the peers that were not heard of for longer than {@code timeout}.
   *
   * @param seconds the time
   * @param timeout the time-out in seconds, well below 2^16
   * @param dropped hears of the {@link AddressFamily#host} of each
   */
  void expire(long seconds, int timeout, LongConsumer dropped) {
    IntPredicate alive = slot -> ((seconds - slots[last(slot)]) & STAMP_MASK) <= timeout;
    int staying = 0;
    for (int slot = 0; slot < capacity(); slot++) {
      if (isEmpty(slot)) {
        continue;
      }
      if (alive.test(slot)) {
        staying++;
      } else {
        dropped.accept(family.host(slots, slot * family.words()));
      }
    }
    if (staying < size) {
      rebuild(staying, alive);
      size = staying;
    }
  }

  /**
   * Writes a random choice of peers, each at most once, and not too many of one host.
   *
   * @param count how many peers to write, if there are as many
   * @param except the peer that is not chosen; it may be of the other family
   * @param hosts counts what the answer has of each host
   */
  void choose(int count, PeerAddress except, ByteBuffer out, HostCounts hosts) {
    int rest = Math.min(count, size);
    int exceptSlot = slotOf(except);
    int slot = ThreadLocalRandom.current().nextInt(capacity());
    for (int i = Math.min(capacity(), MOST_LOOKS); i > 0 && rest > 0; i--) {
      boolean isOther = slot != exceptSlot && !isEmpty(slot);
      if (isOther && hosts.admits(family.host(slots, slot * family.words()))) {
        family.unpack(slots, slot * family.words(), out);
        rest--;
      }
      slot = next(slot);
    }
  }

  /**
   * Writes further peers, however many of one host: those that {@link #choose} left out.
   *
   * @param start where the answer begins in the buffer, which holds no peer twice
   */
  void chooseMore(int count, PeerAddress except, ByteBuffer out, int start) {
    int rest = Math.min(count, size);
    int exceptSlot = slotOf(except);
    int slot = ThreadLocalRandom.current().nextInt(capacity());
    for (int i = Math.min(capacity(), MOST_LOOKS); i > 0 && rest > 0; i--) {
      if (slot != exceptSlot && !isEmpty(slot) && writeNew(slot, out, start)) {
        rest--;
      }
      slot = next(slot);
    }
  }

  private int slotOf(PeerAddress peer) {
    return AddressFamily.of(peer.address()) == family ? find(family.pack(peer)) : -1;
  }

  /** Writes a peer unless it stands in the buffer already. */
  private boolean writeNew(int slot, ByteBuffer out, int start) {
    int begin = out.position();
    family.unpack(slots, slot * family.words(), out);
    int length = family.compactLength();
    var written = out.slice(begin, length);
    for (int at = start; at < begin; at += length) {
      if (out.slice(at, length).equals(written)) {
        out.position(begin);
        return false;
      }
    }
    return true;
  }

  /** Returns the length of the table in longs; for tests. */
  int footprint() {
    return slots.length;
  }

  private void rebuild(int peers, IntPredicate keep) {
    var other = new PeerTable(family, hashKey, order);
    other.slots = new long[(peers * 3 / 2 + 1) * family.words()];
    for (int slot = 0; slot < capacity(); slot++) {
      if (!isEmpty(slot) && keep.test(slot)) {
        other.add(slots, slot);
      }
    }
    slots = other.slots;
  }

  /** Adds a peer that is not in this table, in a free slot. */
  private void add(long[] from, int fromSlot) {
    int slot = home(from, fromSlot);
    while (!isEmpty(slot)) {
      slot = next(slot);
    }
    copy(from, fromSlot, slots, slot);
  }

  /** Returns the slot of a peer, or the empty one where it would stand. */
  private int find(long[] packed) {
    int slot = home(packed, 0);
    while (!isEmpty(slot) && !holds(slot, packed)) {
      slot = next(slot);
    }
    return slot;
  }

  private boolean holds(int slot, long[] packed) {
    int end = last(slot);
    if (((slots[end] ^ packed[packed.length - 1]) & ~STAMP_MASK) != 0) {
      return false;
    }
    return packed.length == 1 || (slots[end - 2] == packed[0] && slots[end - 1] == packed[1]);
  }

  /** Returns the slot at which the search for a peer begins. */
  private int home(long[] from, int fromSlot) {
    int start = fromSlot * family.words();
    long hash =
        order == Order.BY_HOST
            ? mix(mix(hashKey ^ family.host(from, start)))
            : hashOfPeer(from, start);
    return (int) (((hash >>> 32) * capacity()) >>> 32);
  }

  private long hashOfPeer(long[] from, int start) {
    int end = start + family.words() - 1;
    long hash = hashKey;
    for (int i = start; i < end; i++) {
      hash = mix(hash ^ from[i]);
    }
    return mix(hash ^ (from[end] & ~STAMP_MASK));
  }

  private static long mix(long value) {
    long product = (value ^ value >>> 32) * 0x9e3779b97f4a7c15L;
    return product ^ product >>> 29;
  }

  private void copy(long[] from, int fromSlot, long[] to, int toSlot) {
    int words = family.words();
    for (int i = 0; i < words; i++) {
      to[toSlot * words + i] = from[fromSlot * words + i];
    }
  }

  private boolean isEmpty(int slot) {
    return slots[last(slot)] == 0;
  }

  private int last(int slot) {
    return slot * family.words() + family.words() - 1;
  }

  private int next(int slot) {
    return slot + 1 == capacity() ? 0 : slot + 1;
  }

  private int distance(int from, int to) {
    return to >= from ? to - from : to - from + capacity();
  }

  private int capacity() {
    return slots.length / family.words();
  }
}
