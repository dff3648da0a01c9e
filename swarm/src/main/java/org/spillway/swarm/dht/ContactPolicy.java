package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.spillway.net.AddressScope;
import org.spillway.swarm.Host;

/**
 * Decides which addresses that strangers name are contacted. None leads further inside than the
 * stranger is, or than we are ourselves; and a host that did not answer has peace for some time,
 * because nodes may name the addresses of victims.
 */
final class ContactPolicy {
  /** The most hosts that are remembered as silent; beyond that the oldest are forgotten. */
  static final int MOST_SILENT = 16_384;

  /** The time for which a host is left alone after one query that it did not answer. */
  static final Duration FIRST_PEACE = Duration.ofMinutes(2);

  private static final int MOST_STRIKES = 2;
  private static final int LONGER_EACH_TIME = 4;
  private static final int IPV4_LENGTH = 4;

  private final DhtSettings settings;
  private final LongSupplier nanoTime;
  private final Map<Object, Silence> silent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Silence> eldest) {
          return size() > MOST_SILENT;
        }
      };

  private record Silence(int strikes, long until) {}

  ContactPolicy(DhtSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns whether to send a query to a node of which another one told.
   *
   * @param teller the address of the one that told, which may be the same
   */
  boolean mayAsk(InetSocketAddress node, InetAddress teller) {
    return IpFamily.of(node.getAddress()) == settings.family()
        && node.getPort() != 0
        && mayDial(node.getAddress(), teller)
        && !isSilent(node);
  }

  /** Returns whether an address, for example of a peer, may be contacted at all. */
  boolean mayDial(InetAddress address, InetAddress teller) {
    var scope = AddressScope.of(address);
    return settings.scope().mayLeadTo(scope) && AddressScope.of(teller).mayLeadTo(scope);
  }

  /** Returns whether a host is left alone, because it did not answer lately. */
  boolean isSilent(InetSocketAddress node) {
    var silence = silent.get(silenceKey(node));
    return silence != null && silence.until - nanoTime.getAsLong() > 0;
  }

  private Object silenceKey(InetSocketAddress node) {
    return settings.severalPerAddress() ? node : Host.of(node.getAddress());
  }

  /** Notes that a node did not answer. */
  void silent(InetSocketAddress node) {
    var key = silenceKey(node);
    var before = silent.remove(key);
    int strikes = before == null ? 0 : Math.min(before.strikes + 1, MOST_STRIKES);
    long peace = FIRST_PEACE.toNanos() * (long) Math.pow(LONGER_EACH_TIME, strikes);
    silent.put(key, new Silence(strikes, nanoTime.getAsLong() + peace));
  }

  /** Notes that a node has answered. */
  void spoke(InetSocketAddress node) {
    silent.remove(silenceKey(node));
  }

  /** Returns what two nodes have in common that count as one. */
  Object nodeKey(InetSocketAddress node) {
    return settings.severalPerAddress() ? node : node.getAddress();
  }

  /** Returns what two nodes have in common that are in one network: an IPv4 /24 or IPv6 /64. */
  Object networkKey(InetSocketAddress node) {
    if (settings.severalPerAddress()) {
      return node;
    }
    return networkOf(node.getAddress());
  }

  /** Returns the IPv4 /24 or IPv6 /64 of an address. */
  static Host networkOf(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == IPV4_LENGTH) {
      return new Host(false, ByteBuffer.wrap(bytes).getInt() >>> Byte.SIZE);
    }
    return Host.of(address);
  }
}
