/**
 * The HTTP server of {@code serve}, which is Jetty: its connections, TLS, and the addresses of
 * clients behind proxies.
 */
@NullMarked
package org.spillway.webapp.http;

import org.jspecify.annotations.NullMarked;
