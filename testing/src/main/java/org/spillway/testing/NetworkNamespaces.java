package org.spillway.testing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network within this machine: hosts behind one bridge, each in a network namespace of its own,
 * with a link as slow as wished. The names of the namespaces begin with {@code spillway} and the id
 * of this process. It takes root, the package iproute2 and the kernel's token bucket filter.
 *
 * <p>Closing it removes the hosts and kills the programs on them. Safe for use by many threads, so
 * that it can also be closed when the user stops the program.
 */
public final class NetworkNamespaces implements Closeable {
  private static final String BRIDGE = "br0";

  /** Bits a second of a limit that only shows whether there can be limits. */
  private static final long MOST = 1_000_000_000;

  private final String name;
  private final Namespace bridge;
  private final List<NetworkNamespace> hosts = new ArrayList<>();
  private int made;
  private boolean closed;

  private NetworkNamespaces(String name, Namespace bridge) {
    this.name = name;
    this.bridge = bridge;
  }

  /**
   * Makes a network without hosts.
   *
   * @throws IOException if this user or this machine cannot have one; the message says what is
   *     missing and how to get it
   */
  public static NetworkNamespaces create() throws IOException {
    requirePrograms();
    requireRoot((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    String name = freeName();
    var network = new NetworkNamespaces(name, addBridge(name + "-bridge"));
    try {
      network.prepare();
    } catch (IOException e) {
      Closing.after(e, network);
      throw e;
    }
    return network;
  }

  private static void requirePrograms() throws IOException {
    Iproute2.run(List.of("ip", "-V"));
    Iproute2.run(List.of("tc", "-V"));
  }

  static void requireRoot(int user) throws IOException {
    if (user != 0) {
      throw new IOException(
          "only root can make network namespaces, and this is user %d; run it again as root"
              .formatted(user));
    }
  }

  /** A process that was killed may have left namespaces, and its id may be ours today. */
  private static String freeName() {
    String prefix = "spillway-%d-".formatted(ProcessHandle.current().pid());
    int number = 0;
    while (Namespace.exists(prefix + number + "-bridge")) {
      number++;
    }
    return prefix + number;
  }

  private static Namespace addBridge(String name) throws IOException {
    try {
      return Namespace.add(name);
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + "; network namespaces take the capabilities CAP_NET_ADMIN and CAP_SYS_ADMIN,"
              + " which a container has if it is started with --privileged",
          e);
    }
  }

  private void prepare() throws IOException {
    bridge.ip("link set lo up");
    try {
      bridge.limit("lo", MOST);
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + "; slow links take the kernel's token bucket filter:"
              + " load its module with 'modprobe sch_tbf'",
          e);
    }
    bridge.ip("link add " + BRIDGE + " type bridge");
    bridge.ip("link set " + BRIDGE + " up");
  }

  /**
   * Makes a host with an IPv4 address that no host of this network had before.
   *
   * @throws IOException if it cannot be made; nothing of it remains then
   */
  public synchronized NetworkNamespace host(LinkRates rates) throws IOException {
    if (closed || made == HostAddresses.MOST) {
      throw new IOException(closed ? "the network is closed" : "the network has no more addresses");
    }
    int number = made++;
    var namespace = Namespace.add(name + "-" + number);
    var host = new NetworkNamespace(namespace, number);
    try {
      connect(namespace, number, rates);
      introduce(host);
    } catch (IOException e) {
      Closing.after(e, host);
      throw e;
    }
    hosts.add(host);
    return host;
  }

  private void connect(Namespace host, int number, LinkRates rates) throws IOException {
    String port = "port" + number;
    String device = NetworkNamespace.DEVICE;
    bridge.ip(
        "link add %s type veth peer name %s address %s netns %s"
            .formatted(port, device, HostAddresses.mac(number), host.name()));
    bridge.ip("link set %s master %s up".formatted(port, BRIDGE));
    host.ip("link set lo up");
    host.ip("addr add %s/16 dev %s".formatted(HostAddresses.ipv4(number), device));
    host.ip("link set %s up".formatted(device));
    host.limit(device, rates.up());
    bridge.limit(port, rates.down());
  }

  /**
   * Tells the new host and the others where they are. All namespaces share the kernel's table of
   * neighbours, which has room for 1,024 that are learned ({@code gc_thresh3}), but for any number
   * of permanent ones. Forty hosts that learned of each other would not all reach each other.
   */
  private void introduce(NetworkNamespace newcomer) throws IOException {
    for (var host : hosts) {
      host.know(newcomer);
      newcomer.know(host);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<Closeable> parts = new ArrayList<>(hosts);
    parts.add(bridge::delete);
    Closing.all(parts);
  }
}
