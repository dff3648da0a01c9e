package org.spillway.dns.transfer;

import org.spillway.dns.tsig.KeyedText;
import org.spillway.net.HostPort;
import org.xbill.DNS.Name;

/**
 * A name server that is told of changes.
 *
 * @param key the root if it is not signed
 */
public record NotifyTarget(HostPort address, Name key) {
  private static final int DNS_PORT = 53;

  /**
   * @param text {@code HOST}, {@code HOST:PORT} or {@code [2001:db8::1]:PORT}, and {@code
   *     +key:NAME} behind it if it is to be signed
   * @throws IllegalArgumentException if it is not
   */
  public static NotifyTarget parse(String text) {
    var parts = KeyedText.parse(text);
    return new NotifyTarget(HostPort.parse(parts.address(), DNS_PORT), parts.key());
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
