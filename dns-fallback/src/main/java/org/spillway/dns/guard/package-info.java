/**
 * What keeps the name server from being a weapon: cookies, which tell clients from forged
 * addresses, and a rate limit for all who have none.
 */
@NullMarked
package org.spillway.dns.guard;

import org.jspecify.annotations.NullMarked;
