/**
 * Sends the records to primaries that others operate: what they hold is kept equal to the zones by
 * dynamic updates (RFC 2136), each of which is signed (RFC 8945).
 */
@NullMarked
package org.spillway.dns.update;

import org.jspecify.annotations.NullMarked;
