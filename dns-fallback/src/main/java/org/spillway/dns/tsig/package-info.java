/**
 * Signs and verifies messages with a secret that two parties share (transaction signatures, RFC
 * 8945). It works on bytes: what is signed is what goes over the wire, however it was parsed or
 * rendered.
 */
@NullMarked
package org.spillway.dns.tsig;

import org.jspecify.annotations.NullMarked;
