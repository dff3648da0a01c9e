package org.spillway.webapp.host;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Recognises the announce URLs of this server's own tracker: those whose port is one of ours, and
 * whose host is the public one, or a name or an address of this machine.
 */
public final class OwnTracker implements Predicate<URI> {
  private final String publicHost;
  private final Set<Integer> httpPorts;
  private final OptionalInt udpPort;
  private final Set<InetAddress> addresses;
  private final Resolver resolver;

  /** Looks up a name, as {@link InetAddress#getAllByName} does. */
  interface Resolver {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  OwnTracker(
      String publicHost,
      Set<Integer> httpPorts,
      OptionalInt udpPort,
      Set<InetAddress> addresses,
      Resolver resolver) {
    this.publicHost = publicHost;
    this.httpPorts = Set.copyOf(httpPorts);
    this.udpPort = udpPort;
    this.addresses = Set.copyOf(addresses);
    this.resolver = resolver;
  }

  /**
   * @param publicHost the host that torrents name, as it stands in URLs
   * @param httpPorts the ports at which HTTP and HTTPS are reached
   * @param udpPort the port of the UDP tracker, if there is one
   * @param listening the addresses that the tracker listens on
   */
  public static OwnTracker of(
      String publicHost, Set<Integer> httpPorts, OptionalInt udpPort, LocalAddresses listening) {
    return new OwnTracker(
        publicHost,
        httpPorts,
        udpPort,
        Set.copyOf(listening.addresses()),
        InetAddress::getAllByName);
  }

  /** Returns whether the URL leads to our tracker; a name may be looked up, which may block. */
  @Override
  public boolean test(URI announceUrl) {
    return isOurPort(announceUrl) && isOurHost(announceUrl.getHost());
  }

  private boolean isOurPort(URI url) {
    if (url.getScheme().equals("udp")) {
      return udpPort.isPresent() && udpPort.getAsInt() == url.getPort();
    }
    // WebSocket has the default ports of HTTP (RFC 6455 §3).
    String scheme = url.getScheme().replaceFirst("^ws", "http");
    int port = url.getPort() < 0 ? Origin.defaultPort(scheme) : url.getPort();
    return httpPorts.contains(port);
  }

  private boolean isOurHost(String host) {
    if (host.equalsIgnoreCase(publicHost)) {
      return true;
    }
    try {
      return Stream.of(resolver.find(host)).anyMatch(addresses::contains);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Returns the URLs that are not our own tracker's. */
  public List<String> others(List<URI> announceUrls) {
    return announceUrls.stream().filter(Predicate.not(this)).map(URI::toString).toList();
  }
}
