/**
 * DNSSEC: the keys of the zones, signatures made as they are asked for, proofs that a name or type
 * does not exist, and whole zones signed for secondaries. No sockets, no queries.
 */
@NullMarked
package org.spillway.dns.dnssec;

import org.jspecify.annotations.NullMarked;
