package org.spillway.net.sockets;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of this machine. */
final class MachineAddresses {
  private MachineAddresses() {}

  /** All of both families; none if the system does not tell them. */
  static Set<InetAddress> all() {
    try {
      // First a list: interfaces can vanish while they are shown.
      List<NetworkInterface> interfaces = NetworkInterface.networkInterfaces().toList();
      return interfaces.stream()
          .flatMap(NetworkInterface::inetAddresses)
          .collect(Collectors.toUnmodifiableSet());
    } catch (SocketException e) {
      // A machine without any interface.
      return Set.of();
    }
  }
}
