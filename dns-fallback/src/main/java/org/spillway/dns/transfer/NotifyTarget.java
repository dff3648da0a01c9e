package org.spillway.dns.transfer;

import org.spillway.dns.tsig.KeyedText;
import org.spillway.net.HostPort;
import org.xbill.DNS.Name;

/**
 * A name server that is told of changes.
 *
 * @param address the address of the server
 * @param key the name of the key that signs the notification; the root if it is not signed
 */
public record NotifyTarget(HostPort address, Name key) {
  private static final int DNS_PORT = 53;

  /**
   * Reads a target from a text.
   *
   * @param text {@code HOST}, {@code HOST:PORT} or {@code [2001:db8::1]:PORT}, followed by {@code
   *     +key:NAME} if the notification must be signed
   * @throws IllegalArgumentException if the text has none of these forms
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
