package org.spillway.client;

/**
 * Who answered, and how far that can be believed.
 *
 * @param validated whether a server that is trusted says that it validated all of the answer by
 *     DNSSEC (the AD flag, RFC 6840 §5.8)
 */
public record AnsweredBy(DnsServer server, DnsTransport transport, boolean validated) {
  /** The same, but validated only if the other is as well. */
  AnsweredBy and(AnsweredBy other) {
    return new AnsweredBy(server, transport, validated && other.validated);
  }

  /** Such as {@code 192.0.2.1:53 (dns/tcp, not validated)}. */
  @Override
  public String toString() {
    return "%s (%s, %s)".formatted(server, transport, validated ? "validated" : "not validated");
  }
}
