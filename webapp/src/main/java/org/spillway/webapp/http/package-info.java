/** Our own HTTP server, Jetty: its connections, TLS, and what proxies say of clients. */
@NullMarked
package org.spillway.webapp.http;

import org.jspecify.annotations.NullMarked;
