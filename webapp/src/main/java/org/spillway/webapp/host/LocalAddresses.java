package org.spillway.webapp.host;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The addresses of this machine, in the order of its network interfaces. */
public record LocalAddresses(List<InetAddress> addresses) {

  public LocalAddresses {
    addresses = List.copyOf(addresses);
  }

  /**
   * Returns the addresses of all interfaces that are up, or none if the system does not tell them.
   */
  static LocalAddresses ofThisMachine() {
    List<InetAddress> found = new ArrayList<>();
    try {
      // Those of hardware have lower numbers than bridges of virtual machines and containers.
      NetworkInterface.networkInterfaces()
          .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
          .filter(LocalAddresses::isUp)
          .forEach(up -> up.inetAddresses().forEach(found::add));
    } catch (SocketException e) {
      // A machine without any interface.
    }
    return new LocalAddresses(found);
  }

  private static boolean isUp(NetworkInterface networkInterface) {
    try {
      return networkInterface.isUp();
    } catch (SocketException e) {
      // It was removed a moment ago.
      return false;
    }
  }

  /**
   * Returns the addresses that a server listens on.
   *
   * @param host the host that the server is bound to, which is looked up immediately and only once
   * @param machine all addresses; asked each time if the host is a wildcard, which stands for both
   *     families
   */
  public static Supplier<LocalAddresses> listening(String host, Supplier<LocalAddresses> machine) {
    try {
      var bound = InetAddress.getByName(host);
      if (bound.isAnyLocalAddress()) {
        return machine;
      }
      var only = new LocalAddresses(List.of(bound));
      return () -> only;
    } catch (UnknownHostException e) {
      // The door will not open, and says why.
      return () -> new LocalAddresses(List.of());
    }
  }

  List<InetAddress> loopback() {
    return addresses.stream().filter(InetAddress::isLoopbackAddress).toList();
  }

  /**
   * Returns the addresses that other machines can use, which are neither loopback nor link-local,
   * with IPv4 first.
   */
  public List<InetAddress> reachable() {
    return Stream.concat(
            addresses.stream().filter(Inet4Address.class::isInstance),
            addresses.stream().filter(Inet6Address.class::isInstance))
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .toList();
  }

  /** Returns the first of {@link #reachable}, as it stands in a URL. */
  public Optional<String> firstReachable() {
    return reachable().stream().map(LocalAddresses::inUrl).findFirst();
  }

  /**
   * Returns the addresses that can stand in a URL, without link-local IPv6 addresses, which need
   * their interface.
   */
  Stream<String> hosts() {
    return addresses.stream()
        .filter(address -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
        .map(LocalAddresses::inUrl);
  }

  /** Returns the address as it stands in a URL: IPv6 in brackets, as RFC 5952 writes it. */
  static String inUrl(InetAddress address) {
    String text = NetUtil.toAddressString(address);
    return address instanceof Inet6Address ? '[' + text + ']' : text;
  }
}
