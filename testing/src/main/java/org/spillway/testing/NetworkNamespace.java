package org.spillway.testing;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A host: a network namespace with one interface, which leads to the hosts of the same {@link
 * NetworkNamespaces}. Closing it kills the programs that run on it and removes it. Safe for use by
 * many threads.
 */
public final class NetworkNamespace implements Closeable {
  static final String DEVICE = "eth0";

  private final Namespace namespace;
  private final int number;
  private volatile boolean closed;

  NetworkNamespace(Namespace namespace, int number) {
    this.namespace = namespace;
    this.number = number;
  }

  /** Returns the name by which {@code ip netns} knows it. */
  public String name() {
    return namespace.name();
  }

  /** Returns the host's IPv4 address, in decimal digits and dots. */
  public String address() {
    return HostAddresses.ipv4(number);
  }

  /**
   * Gives the host an IPv6 address as well, which can be used at once.
   *
   * @return the address, without brackets
   */
  public String addIpv6() throws IOException {
    String address = HostAddresses.ipv6(number);
    namespace.ip("addr add %s/64 dev %s nodad".formatted(address, DEVICE));
    return address;
  }

  /** Enters where another host is, so that the kernel does not have to ask and to remember it. */
  synchronized void know(NetworkNamespace other) throws IOException {
    if (!closed && !other.closed) {
      namespace.ip(
          "neigh replace %s lladdr %s dev %s nud permanent"
              .formatted(other.address(), HostAddresses.mac(other.number), DEVICE));
    }
  }

  /**
   * Prepares a program to run on this host. The process that {@link ProcessBuilder#start} returns
   * is the program itself: signals reach it.
   */
  public ProcessBuilder program(List<String> command) {
    return new ProcessBuilder(namespace.inside(command));
  }

  /** Counts the bytes that have left the host so far, with the headers of Ethernet, IP and TCP. */
  public long sentBytes() throws IOException {
    String counter = "/sys/class/net/" + DEVICE + "/statistics/tx_bytes";
    return Long.parseLong(Iproute2.run(namespace.inside(List.of("cat", counter))).strip());
  }

  /** Kills every program on this host, with its children, and waits for their end. */
  public void endPrograms() throws IOException {
    namespace.endPrograms();
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      namespace.delete();
    }
  }
}
