package org.spillway.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.Cookies.Standing;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.TcpKeepaliveOption;

/**
 * What stands in the OPT record of an answer. Safe for use by many threads.
 *
 * @param keepalive how long a connection may be idle
 */
record ResponseOptions(Cookies cookies, Duration keepalive) {
  /** What 16 bits of tenths of seconds can say (RFC 7828 §3.1). */
  private static final Duration LONGEST_KEEPALIVE = Duration.ofSeconds(6553);

  ResponseOptions {
    keepalive = keepalive.compareTo(LONGEST_KEEPALIVE) < 0 ? keepalive : LONGEST_KEEPALIVE;
  }

  /** Both cookies to one with a cookie (RFC 7873 §5.2), and what connections may if it asks. */
  List<EDNSOption> to(Query query, Standing standing, Exchange exchange) {
    List<EDNSOption> options = new ArrayList<>();
    byte[] cookie = query.cookie();
    if (cookie.length > 0) {
      byte[] both = new byte[Cookies.LENGTH];
      cookies.write(cookie, 0, standing, exchange.client(), both, 0);
      options.add(new GenericEDNSOption(EDNSOption.Code.COOKIE, both));
    }
    if (exchange.transport() == Transport.TCP && query.wantsKeepalive()) {
      options.add(new TcpKeepaliveOption(keepalive));
    }
    return options;
  }
}
