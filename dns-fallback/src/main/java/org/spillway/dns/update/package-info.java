/**
 * The records for a primary of others: what the zones hold is kept equal there by dynamic updates
 * (RFC 2136), each signed (RFC 8945).
 */
@NullMarked
package org.spillway.dns.update;

import org.jspecify.annotations.NullMarked;
