package org.spillway.dns.doh;

import java.util.Optional;

/** Whoever answers queries, at once and of any length; called by many threads. */
@FunctionalInterface
public interface DnsAnswers {
  /**
   * @param query a message, which may be malformed
   * @return a message (RFC 1035 §4); absent if nothing may be answered
   */
  Optional<byte[]> answer(byte[] query);
}
