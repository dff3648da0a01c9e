package org.spillway.tracker;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

/**
 * Who has everything that this server offers: the first peer that each of its swarms is given.
 *
 * @param id by which it calls itself in handshakes
 * @param addresses where a peer reaches it, by the address of the peer. Asked at every announce, on
 *     the door's thread: must not block
 */
public record BuiltInSeeder(PeerId id, Function<InetAddress, List<PeerAddress>> addresses) {
  /** There is no seeder. */
  public static final BuiltInSeeder NONE =
      new BuiltInSeeder(PeerId.of(new byte[PeerId.LENGTH]), peer -> List.of());

  /** Those that a peer reaches over one family. */
  List<PeerAddress> addresses(InetAddress peer, AddressFamily family) {
    return addresses.apply(peer).stream()
        .filter(seeder -> AddressFamily.of(seeder.address()) == family)
        .toList();
  }
}
