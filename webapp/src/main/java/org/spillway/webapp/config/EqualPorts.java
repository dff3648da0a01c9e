package org.spillway.webapp.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.spillway.net.IpAddresses;

/**
 * Finds ports that two parts of the server would listen on: the second one could not be opened. TCP
 * and UDP have ports of their own.
 */
final class EqualPorts {
  private enum Protocol {
    TCP,
    UDP
  }

  /**
   * Sockets of the server.
   *
   * @param key the key of the port
   * @param addresses the addresses or host names, as they are configured
   */
  private record Listener(
      Key<Integer> key, int port, Key<?> host, List<String> addresses, Set<Protocol> protocols) {

    /** Returns the protocols in which both cannot listen. */
    Set<Protocol> collision(Listener other) {
      var both = EnumSet.copyOf(protocols);
      both.retainAll(other.protocols);
      boolean isElsewhere =
          addresses.stream()
              .noneMatch(one -> other.addresses.stream().anyMatch(two -> overlap(one, two)));
      return port == 0 || port != other.port || isElsewhere ? Set.of() : both;
    }
  }

  /** All addresses of both families, as the JDK writes them. */
  private static final String ALL = "0:0:0:0:0:0:0:0";

  private final Reading reading;
  private final List<Listener> listeners = new ArrayList<>();

  private EqualPorts(Reading reading) {
    this.reading = reading;
  }

  /**
   * Adds a mistake for each pair of ports that collide.
   *
   * @param hasHttp whether HTTP is served on a port of ours, and not by a servlet container
   */
  static void check(Reading reading, boolean hasHttp) {
    var ports = new EqualPorts(reading);
    if (hasHttp && reading.value(HttpConfig.ENABLED)) {
      ports.add(HttpConfig.PORT, HttpConfig.HOST, Protocol.TCP);
      ports.add(HttpConfig.TLS_PORT, HttpConfig.HOST, Protocol.TCP);
    }
    if (reading.value(SeederConfig.ENABLED)) {
      ports.add(SeederConfig.PORT, SeederConfig.HOST, Protocol.TCP, Protocol.UDP);
    }
    if (reading.value(TrackerConfig.ENABLED)) {
      ports.add(TrackerConfig.UDP_PORT, TrackerConfig.HOST, Protocol.UDP);
    }
    if (reading.value(DnsConfig.ENABLED)) {
      var addresses = reading.value(DnsConfig.HOST);
      ports.add(DnsConfig.PORT, DnsConfig.HOST, addresses, Protocol.TCP, Protocol.UDP);
    }
    if (hasHttp && reading.value(AdminConfig.ENABLED)) {
      ports.add(AdminConfig.PORT, AdminConfig.HOST, Protocol.TCP);
    }
    ports.tell();
  }

  private void add(Key<Integer> key, Key<String> host, Protocol... protocols) {
    add(key, host, List.of(reading.value(host)), protocols);
  }

  private void add(Key<Integer> key, Key<?> host, List<String> addresses, Protocol... protocols) {
    if (reading.areReadable(key, host)) {
      reading
          .given(key)
          .ifPresent(
              port ->
                  listeners.add(
                      new Listener(
                          key, port, host, addresses, EnumSet.copyOf(Arrays.asList(protocols)))));
    }
  }

  private void tell() {
    for (int second = 1; second < listeners.size(); second++) {
      for (int first = 0; first < second; first++) {
        tell(listeners.get(first), listeners.get(second));
      }
    }
  }

  private void tell(Listener first, Listener second) {
    var protocols = first.collision(second);
    if (protocols.isEmpty()) {
      return;
    }
    boolean isSecondWrong =
        reading.isSet(second.key)
            && (!reading.isSet(first.key)
                || reading.place(first.key).compareTo(reading.place(second.key)) <= 0);
    var wrong = isSecondWrong ? second : first;
    var other = isSecondWrong ? first : second;
    reading.wrong(
        wrong.key,
        "must not be %d, the %s port of %s (%s); set one of them to another port, or to 0 for a free one"
            .formatted(wrong.port, words(protocols), other.key, where(other.key)));
  }

  private static String words(Set<Protocol> protocols) {
    return protocols.stream().map(Protocol::name).collect(Collectors.joining(" and "));
  }

  private String where(Key<?> key) {
    return reading.isSet(key) ? reading.place(key).name() : "its default";
  }

  /**
   * Returns whether two addresses overlap. Names are not looked up, so a name and its address count
   * as different.
   */
  private static boolean overlap(String one, String two) {
    var first = address(one);
    var second = address(two);
    return first.equals(second) || coversAll(first, second) || coversAll(second, first);
  }

  /**
   * Returns whether a wildcard covers another address. 0.0.0.0 may leave IPv6 out, but :: never
   * leaves IPv4 out.
   */
  private static boolean coversAll(String wildcard, String other) {
    boolean isIpv4OrAll = !other.contains(":") || other.equals(ALL);
    return wildcard.equals(ALL) || (wildcard.equals("0.0.0.0") && isIpv4OrAll);
  }

  private static String address(String text) {
    String host = text.replaceFirst("^\\[(.*)]$", "$1").toLowerCase(Locale.ROOT);
    if (host.equals("localhost")) {
      return "127.0.0.1";
    }
    return IpAddresses.parse(host).map(InetAddress::getHostAddress).orElse(host);
  }
}
