/**
 * Protects the name server from being used for attacks: cookies tell clients from forged addresses,
 * and a rate limit holds for clients without a cookie.
 */
@NullMarked
package org.spillway.dns.guard;

import org.jspecify.annotations.NullMarked;
