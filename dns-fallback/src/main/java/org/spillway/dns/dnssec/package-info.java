/**
 * Adds DNSSEC: it holds the keys of the zones, makes signatures as they are asked for, proves that
 * a name or type does not exist, and signs whole zones for secondaries. This package has no sockets
 * and reads no queries.
 */
@NullMarked
package org.spillway.dns.dnssec;

import org.jspecify.annotations.NullMarked;
