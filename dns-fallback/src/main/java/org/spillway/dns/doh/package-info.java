/**
 * Speaks DNS over HTTPS (RFC 8484): a servlet takes messages from HTTP and returns their answers.
 * The caller hands in what answers them.
 */
@NullMarked
package org.spillway.dns.doh;

import org.jspecify.annotations.NullMarked;
