package org.spillway.swarm.admission;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.net.AddressScope;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.CanonicalPriority;

/**
 * Our addresses as our connections show them, from which canonical priorities are computed (BEP
 * 40). Behind a NAT they are not those that peers see: both ends then compute different priorities,
 * which still nobody can choose. Safe for use by many threads.
 */
public final class OwnAddresses {
  private final IntSupplier port;
  private volatile @Nullable InetAddress ipv4;
  private volatile @Nullable InetAddress ipv6;

  /**
   * Makes an empty set.
   *
   * @param port returns the port on which we accept connections; 0 if on none
   */
  public OwnAddresses(IntSupplier port) {
    this.port = port;
  }

  /** Notes the address of our end of a connection. */
  public void seen(InetAddress ours) {
    if (ours.isAnyLocalAddress()) {
      return;
    }
    if (ours instanceof Inet6Address) {
      ipv6 = furtherOutside(ipv6, ours);
    } else {
      ipv4 = furtherOutside(ipv4, ours);
    }
  }

  private static InetAddress furtherOutside(@Nullable InetAddress known, InetAddress seen) {
    return known != null && !AddressScope.of(known).mayLeadTo(AddressScope.of(seen)) ? known : seen;
  }

  /**
   * Returns the canonical priority of the connection to a peer; 0 as long as we know no address of
   * ours in its family.
   */
  public long priorityOf(PeerAddress peer) {
    var ours = peer.isIpv6() ? ipv6 : ipv4;
    int listening = port.getAsInt();
    return ours == null || listening == 0
        ? 0
        : CanonicalPriority.of(new PeerAddress(ours, listening), peer);
  }
}
