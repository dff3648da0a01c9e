package org.spillway.swarm.dht;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.spillway.net.AddressScope;

/**
 * Binds ids to addresses (BEP 42): the first 21 bits of a node's id follow from its address and the
 * last byte of the id. So nobody can choose a place next to a torrent without many addresses.
 */
final class SecureIds {
  private static final byte[] IPV4_MASK = {0x03, 0x0f, 0x3f, (byte) 0xff};
  private static final byte[] IPV6_MASK = {0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, (byte) 0xff};

  /** The first 21 bits of an id and eleven others. */
  private static final int BOUND_BITS = 0xffff_f800;

  private SecureIds() {}

  /**
   * Returns whether the id fits the address. To addresses that are not public every id fits,
   * because the node may have another address in the eyes of others.
   */
  static boolean fits(NodeId id, InetAddress address) {
    if (AddressScope.of(address) != AddressScope.WORLD) {
      return true;
    }
    byte[] bytes = id.toBytes();
    int begin = ByteBuffer.wrap(bytes).getInt();
    return ((begin ^ prefix(address, bytes[NodeId.LENGTH - 1])) & BOUND_BITS) == 0;
  }

  /** Returns a random id that fits the address. */
  static NodeId create(InetAddress address, RandomGenerator random) {
    byte[] id = NodeId.random(random).toBytes();
    int prefix = prefix(address, id[NodeId.LENGTH - 1]);
    id[0] = (byte) (prefix >> 24);
    id[1] = (byte) (prefix >> 16);
    id[2] = (byte) (((prefix >> 8) & 0xf8) | (id[2] & 7));
    return NodeId.of(id);
  }

  private static int prefix(InetAddress address, byte lastOfId) {
    byte[] bytes = address.getAddress();
    byte[] mask = bytes.length == IPV4_MASK.length ? IPV4_MASK : IPV6_MASK;
    byte[] masked = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      masked[i] = (byte) (bytes[i] & mask[i]);
    }
    masked[0] |= (byte) ((lastOfId & 7) << 5);
    var crc = new CRC32C();
    crc.update(masked);
    return (int) crc.getValue();
  }
}
