package org.spillway.tracker;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

/**
 * The seeder that has everything that this server offers, and is the first peer that each of its
 * swarms is told of.
 *
 * @param id the id by which it calls itself in handshakes
 * @param addresses returns where a peer reaches the seeder, given the peer's address. It is called
 *     at every announce, on the door's thread, and must not block
 */
public record BuiltInSeeder(PeerId id, Function<InetAddress, List<PeerAddress>> addresses) {
  /** The value for a server without a seeder. */
  public static final BuiltInSeeder NONE =
      new BuiltInSeeder(PeerId.of(new byte[PeerId.LENGTH]), peer -> List.of());

  /** Returns the addresses that a peer reaches over one family. */
  List<PeerAddress> addresses(InetAddress peer, AddressFamily family) {
    return addresses.apply(peer).stream()
        .filter(seeder -> AddressFamily.of(seeder.address()) == family)
        .toList();
  }
}
