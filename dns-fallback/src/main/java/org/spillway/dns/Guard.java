package org.spillway.dns;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.Cookies.Standing;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimit;
import org.spillway.dns.guard.RateLimit.Verdict;

/**
 * Who may have what over UDP: a client with a valid cookie everything, another what its network's
 * rate allows. Safe for use by many threads.
 *
 * @param nanoTime the clock of the rates, as {@link System#nanoTime}
 */
record Guard(Cookies cookies, RateLimit rateLimit, LongSupplier nanoTime) {

  static Guard of(GuardSettings settings) {
    return new Guard(
        new Cookies(settings, InstantSource.system()),
        new RateLimit(settings.rateLimit()),
        System::nanoTime);
  }

  /**
   * @param at where the option's data stand in the query
   * @param length of the data; 0 for none
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
}
