package org.spillway.swarm.encryption;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.spillway.torrent.InfoHash;

/**
 * A hash table of infohashes (open addressing), which finds each by the first 8 bytes of the hash
 * that is sent for it. Safe for use by many threads.
 */
final class TorrentTable {
  private static final int LEAST_CAPACITY = 4;

  /** The prefix of a free slot; a hash that has this prefix gets another one. */
  private static final long FREE = 0;

  private long[] prefixes = new long[LEAST_CAPACITY];
  private byte[] torrents = new byte[LEAST_CAPACITY * InfoHash.LENGTH];
  private int size;

  synchronized boolean add(long prefix, InfoHash torrent) {
    long key = key(prefix);
    if (slot(key, torrent) >= 0) {
      return false;
    }
    if (4 * (size + 1) > 3 * prefixes.length) {
      resize(prefixes.length + prefixes.length / 2);
    }
    size++;
    put(key, torrent.toBytes(), 0);
    return true;
  }

  synchronized boolean remove(long prefix, InfoHash torrent) {
    int slot = slot(key(prefix), torrent);
    if (slot < 0) {
      return false;
    }
    size--;
    free(slot);
    if (4 * size < prefixes.length && prefixes.length > LEAST_CAPACITY) {
      resize(prefixes.length / 2);
    }
    return true;
  }

  /**
   * Finds a torrent.
   *
   * @param hash the whole hash, as torrents can share the prefix
   */
  synchronized Optional<InfoHash> find(long prefix, byte[] hash) {
    long key = key(prefix);
    for (int slot = home(key); prefixes[slot] != FREE; slot = after(slot)) {
      if (prefixes[slot] == key && Arrays.equals(DhSecret.ofTorrent(torrent(slot)), hash)) {
        return Optional.of(torrent(slot));
      }
    }
    return Optional.empty();
  }

  synchronized int size() {
    return size;
  }

  private static long key(long prefix) {
    return prefix == FREE ? 1 : prefix;
  }

  /** Returns the slot of a torrent, or -1. */
  private int slot(long key, InfoHash torrent) {
    for (int slot = home(key); prefixes[slot] != FREE; slot = after(slot)) {
      if (prefixes[slot] == key && torrent(slot).equals(torrent)) {
        return slot;
      }
    }
    return -1;
  }

  /** Returns the slot at which the search for a key begins. */
  private int home(long key) {
    return (int) (((key >>> Integer.SIZE) * prefixes.length) >>> Integer.SIZE);
  }

  private int after(int slot) {
    return slot + 1 == prefixes.length ? 0 : slot + 1;
  }

  private InfoHash torrent(int slot) {
    return InfoHash.read(ByteBuffer.wrap(torrents, slot * InfoHash.LENGTH, InfoHash.LENGTH));
  }

  /** Puts the infohash that begins at an index of these bytes into the first free slot. */
  private void put(long key, byte[] from, int index) {
    int slot = home(key);
    while (prefixes[slot] != FREE) {
      slot = after(slot);
    }
    prefixes[slot] = key;
    System.arraycopy(from, index, torrents, slot * InfoHash.LENGTH, InfoHash.LENGTH);
  }

  private void resize(int capacity) {
    long[] oldPrefixes = prefixes;
    byte[] oldTorrents = torrents;
    prefixes = new long[capacity];
    torrents = new byte[capacity * InfoHash.LENGTH];
    for (int slot = 0; slot < oldPrefixes.length; slot++) {
      if (oldPrefixes[slot] != FREE) {
        put(oldPrefixes[slot], oldTorrents, slot * InfoHash.LENGTH);
      }
    }
  }

  /** Frees a slot, and puts those that follow anew: they may have been pushed on by it. */
  private void free(int slot) {
    prefixes[slot] = FREE;
    byte[] moved = new byte[InfoHash.LENGTH];
    for (int at = after(slot); prefixes[at] != FREE; at = after(at)) {
      long key = prefixes[at];
      torrent(at).writeTo(ByteBuffer.wrap(moved));
      prefixes[at] = FREE;
      put(key, moved, 0);
    }
  }
}
