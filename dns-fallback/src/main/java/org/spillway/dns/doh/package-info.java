/**
 * DNS over HTTPS (RFC 8484): messages in and out of HTTP, as a servlet. Who answers them is handed
 * in.
 */
@NullMarked
package org.spillway.dns.doh;

import org.jspecify.annotations.NullMarked;
