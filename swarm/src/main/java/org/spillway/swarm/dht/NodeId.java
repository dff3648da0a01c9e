package org.spillway.swarm.dht;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.spillway.torrent.InfoHash;

/**
 * A place in the DHT: the id of a node, or an infohash that nodes are asked for (BEP 5). The
 * distance of two places is their exclusive or, read as a number. Immutable.
 */
public final class NodeId {
  /** The length of an id, in bytes. */
  public static final int LENGTH = 20;

  /** The length of an id, in bits. */
  static final int BITS = LENGTH * Byte.SIZE;

  private final long first;
  private final long second;
  private final int last;

  private NodeId(long first, long second, int last) {
    this.first = first;
    this.second = second;
    this.last = last;
  }

  /**
   * Returns the id of these bytes.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH} bytes
   */
  public static NodeId of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a node id must have 20 bytes, had " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  /** Returns the place of a torrent. */
  public static NodeId of(InfoHash infoHash) {
    return of(infoHash.toBytes());
  }

  /** Reads {@value #LENGTH} bytes at the buffer's position and moves it on. */
  static NodeId read(ByteBuffer in) {
    return new NodeId(in.getLong(), in.getLong(), in.getInt());
  }

  /** Returns an id of which every bit is random. */
  static NodeId random(RandomGenerator random) {
    return new NodeId(random.nextLong(), random.nextLong(), random.nextInt());
  }

  /**
   * Returns a random id that shares exactly so many first bits with this one.
   *
   * @param bits 0 to 159
   */
  NodeId randomAt(int bits, RandomGenerator random) {
    byte[] ours = toBytes();
    byte[] id = random(random).toBytes();
    for (int bit = 0; bit <= bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      int at = bit / Byte.SIZE;
      int wanted = bit < bits ? ours[at] : ~ours[at];
      id[at] = (byte) ((id[at] & ~mask) | (wanted & mask));
    }
    return of(id);
  }

  /** Returns the id that is farthest from this one. */
  NodeId opposite() {
    return new NodeId(~first, ~second, ~last);
  }

  /** Returns how many first bits are the same, 0 to 160. */
  int sharedBits(NodeId other) {
    if (first != other.first) {
      return Long.numberOfLeadingZeros(first ^ other.first);
    }
    if (second != other.second) {
      return Long.SIZE + Long.numberOfLeadingZeros(second ^ other.second);
    }
    return 2 * Long.SIZE + Integer.numberOfLeadingZeros(last ^ other.last);
  }

  /** Returns the order in which ids that are closer to this one come first. */
  Comparator<NodeId> closestFirst() {
    return this::compareDistances;
  }

  private int compareDistances(NodeId one, NodeId other) {
    int order = Long.compareUnsigned(first ^ one.first, first ^ other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second ^ one.second, second ^ other.second);
    }
    return order == 0 ? Integer.compareUnsigned(last ^ one.last, last ^ other.last) : order;
  }

  /** Returns the {@value #LENGTH} bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    writeTo(ByteBuffer.wrap(bytes));
    return bytes;
  }

  void writeTo(ByteBuffer out) {
    out.putLong(first).putLong(second).putInt(last);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeId that
        && first == that.first
        && second == that.second
        && last == that.last;
  }

  @Override
  public int hashCode() {
    return (int) (first ^ first >>> Integer.SIZE);
  }

  /** Returns 40 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }
}
