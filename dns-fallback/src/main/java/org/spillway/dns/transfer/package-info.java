/**
 * Gives the zones to other name servers: whole (AXFR, RFC 5936), by their changes (IXFR, RFC 1995),
 * with a notification when there is something to fetch (NOTIFY, RFC 1996), and as a file (RFC 1035
 * §5).
 */
@NullMarked
package org.spillway.dns.transfer;

import org.jspecify.annotations.NullMarked;
