package org.spillway.client;

/**
 * Who answered, and how far that can be believed.
 *
 * @param validated whether all of the answer was validated by DNSSEC, here or by a server that is
 *     trusted and says so (the AD flag, RFC 6840 §5.8)
 */
public record AnsweredBy(NameServer server, DnsTransport transport, boolean validated) {
  /**
   * Whether nobody on the way can have written the answer: it was validated, or came over HTTPS
   * from a server that the person named.
   */
  public boolean isAuthentic() {
    return validated || transport == DnsTransport.HTTPS;
  }

  AnsweredBy withValidated() {
    return new AnsweredBy(server, transport, true);
  }

  /** The same, but validated only if the other is as well; the other if that is less authentic. */
  AnsweredBy and(AnsweredBy other) {
    if (isAuthentic() && !other.isAuthentic()) {
      return other;
    }
    return new AnsweredBy(server, transport, validated && other.validated);
  }

  /** Such as {@code 192.0.2.1:53 (dns/tcp, not validated)}. */
  @Override
  public String toString() {
    return "%s (%s, %s)".formatted(server, transport, validated ? "validated" : "not validated");
  }
}
