/**
 * Transaction signatures (RFC 8945): messages that two parties who share a secret sign for each
 * other. On bytes: whatever was parsed or rendered, what is signed is what goes over the wire.
 */
@NullMarked
package org.spillway.dns.tsig;

import org.jspecify.annotations.NullMarked;
