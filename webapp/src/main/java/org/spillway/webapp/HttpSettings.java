package org.spillway.webapp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of our own.
 *
 * @param port 0 takes a free one
 * @param idleTimeout how long a connection may be silent, and how long a request's head may take
 * @param longestWait how long an answer may let a client wait before its first byte
 * @param tls absent for no HTTPS
 */
record HttpSettings(
    String host,
    int port,
    Duration idleTimeout,
    Duration longestWait,
    TrustedProxies trustedProxies,
    @Nullable TlsSettings tls) {

  static final HttpSettings DEFAULT =
      new HttpSettings(
          "0.0.0.0",
          8080,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          TrustedProxies.NONE,
          null);

  HttpSettings {
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException(
          Key.HTTP_IDLE_TIMEOUT + ": longer than nothing, not " + idleTimeout);
    }
  }

  HttpSettings withHost(String host) {
    return new HttpSettings(host, port, idleTimeout, longestWait, trustedProxies, tls);
  }

  HttpSettings withPort(int port) {
    return new HttpSettings(host, port, idleTimeout, longestWait, trustedProxies, tls);
  }
}
