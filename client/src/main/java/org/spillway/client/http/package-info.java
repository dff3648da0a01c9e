/**
 * Sends HTTP requests: over direct connections or proxies, with time-outs, and only where a
 * download may connect to. Nothing outside knows which HTTP client stands behind it.
 */
@NullMarked
package org.spillway.client.http;

import org.jspecify.annotations.NullMarked;
