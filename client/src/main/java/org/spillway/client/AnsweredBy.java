package org.spillway.client;

/**
 * The server that answered, and how far its answer can be believed.
 *
 * @param validated whether all of the answer was validated by DNSSEC, here or by a server that is
 *     trusted and says so (the AD flag, RFC 6840 §5.8)
 */
public record AnsweredBy(NameServer server, DnsTransport transport, boolean validated) {
  /**
   * Returns whether nobody on the way can have written the answer: it was validated, or came over
   * HTTPS from a server that the person named.
   */
  public boolean isAuthentic() {
    return validated || transport == DnsTransport.HTTPS;
  }

  AnsweredBy withValidated() {
    return new AnsweredBy(server, transport, true);
  }

  /** Returns the less authentic one of both, which counts as validated only if both are. */
  AnsweredBy and(AnsweredBy other) {
    if (isAuthentic() && !other.isAuthentic()) {
      return other;
    }
    return new AnsweredBy(server, transport, validated && other.validated);
  }

  /** Returns a text such as {@code 192.0.2.1:53 (dns/tcp, not validated)}. */
  @Override
  public String toString() {
    return "%s (%s, %s)".formatted(server, transport, validated ? "validated" : "not validated");
  }
}
