package org.spillway.dns;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.Cookies.Standing;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimit;
import org.spillway.dns.guard.RateLimit.Verdict;

/**
 * Decides what a client may have over UDP: one with a valid cookie everything, another one what its
 * network's rate allows. Safe for use by many threads.
 *
 * @param cookies the cookies of this server
 * @param rateLimit the limit for clients without a cookie
 * @param nanoTime the clock of the rates, such as {@link System#nanoTime}
 */
record Guard(Cookies cookies, RateLimit rateLimit, LongSupplier nanoTime) {

  static Guard of(GuardSettings settings) {
    return new Guard(
        new Cookies(settings, InstantSource.system()),
        new RateLimit(settings.rateLimit(), System.nanoTime()),
        System::nanoTime);
  }

  /**
   * Judges a client by its cookie.
   *
   * @param at the position of the option's data in the query
   * @param length the length of the data; 0 if there is no cookie
   */
  Standing standing(Exchange exchange, int at, int length) {
    return length == 0
        ? Standing.UNKNOWN
        : cookies.check(exchange.query(), at, length, exchange.client());
  }

  Standing standing(Exchange exchange, Query query) {
    byte[] cookie = query.cookie();
    return cookies.check(cookie, 0, cookie.length, exchange.client());
  }

  Verdict judge(Exchange exchange, Standing standing) {
    return standing == Standing.UNKNOWN && exchange.transport() == Transport.UDP
        ? rateLimit.take(exchange.client(), nanoTime.getAsLong())
        : Verdict.SENT;
  }

  /**
   * Returns whether a client may have an answer of a length, and charges it; if not, the answer
   * must be truncated. Must be called once for an answer.
   *
   * @param length the length of the answer, in bytes
   */
  boolean allows(Exchange exchange, Standing standing, int length) {
    return standing != Standing.UNKNOWN
        || exchange.transport() != Transport.UDP
        || rateLimit.takeBytes(
            exchange.client(), exchange.queryLength(), length, nanoTime.getAsLong());
  }
}
