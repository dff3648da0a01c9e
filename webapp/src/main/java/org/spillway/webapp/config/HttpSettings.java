package org.spillway.webapp.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of our own.
 *
 * @param port 0 takes a free one
 * @param idleTimeout how long a connection may be silent, and how long a request's head may take
 * @param sendTimeout how long a client may take nothing of what is sent to it; no shorter than the
 *     idle timeout counts
 * @param longestWait how long an answer may let a client wait before its first byte
 * @param tls absent for no HTTPS
 */
public record HttpSettings(
    String host,
    int port,
    Duration idleTimeout,
    Duration sendTimeout,
    Duration longestWait,
    TrustedProxies trustedProxies,
    HttpProtocols protocols,
    @Nullable TlsSettings tls) {

  public static final HttpSettings DEFAULT =
      new HttpSettings(
          "0.0.0.0",
          8080,
          Duration.ofSeconds(30),
          Duration.ofMinutes(15),
          Duration.ofSeconds(10),
          TrustedProxies.NONE,
          HttpProtocols.NONE,
          null);

  public HttpSettings {
    requirePositive("idleTimeout", idleTimeout);
    requirePositive("sendTimeout", sendTimeout);
    if (protocols.proxy() && trustedProxies.isEmpty()) {
      throw new IllegalArgumentException(
          "the PROXY protocol needs trusted proxies, which speak it");
    }
  }

  private static void requirePositive(String field, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(field + " must be greater than 0, was " + time);
    }
  }

  public HttpSettings withHost(String host) {
    return new HttpSettings(
        host, port, idleTimeout, sendTimeout, longestWait, trustedProxies, protocols, tls);
  }

  public HttpSettings withPort(int port) {
    return new HttpSettings(
        host, port, idleTimeout, sendTimeout, longestWait, trustedProxies, protocols, tls);
  }
}
