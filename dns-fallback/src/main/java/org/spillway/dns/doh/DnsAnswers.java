package org.spillway.dns.doh;

import java.util.Optional;

/** Answers queries, at once and at any length; called by many threads. */
@FunctionalInterface
public interface DnsAnswers {
  /**
   * Answers a query.
   *
   * @param query a message, which may be malformed
   * @return a message (RFC 1035 §4); empty if the query must not be answered
   */
  Optional<byte[]> answer(byte[] query);
}
