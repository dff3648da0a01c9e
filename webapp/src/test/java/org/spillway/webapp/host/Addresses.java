package org.spillway.webapp.host;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/** Addresses of machines that are not this one. */
public final class Addresses {
  private Addresses() {}

  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses of a machine, in the order of its interfaces. */
  public static LocalAddresses of(String... literals) {
    return new LocalAddresses(Stream.of(literals).map(Addresses::address).toList());
  }
}
