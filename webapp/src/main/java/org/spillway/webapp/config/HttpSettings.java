package org.spillway.webapp.config;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of the command {@code serve}.
 *
 * @param host the address to listen on
 * @param port the TCP port; 0 takes a free one
 * @param idleTimeout how long a connection may be silent, and how long a request's head may take
 * @param sendTimeout how long a client may accept no data; the idle timeout counts if it is longer
 * @param longestWait how long an answer may let a client wait before its first byte
 * @param trustedProxies the proxies whose word about a client's address counts
 * @param protocols the protocols besides HTTP/1.1
 * @param tls the settings of HTTPS; null if it is off
 * @param accessLog the file for a line about each request, or - for standard output; null if none
 *     is written
 */
@RecordBuilder
public record HttpSettings(
    String host,
    int port,
    Duration idleTimeout,
    Duration sendTimeout,
    Duration longestWait,
    TrustedProxies trustedProxies,
    HttpProtocols protocols,
    @Nullable TlsSettings tls,
    @Nullable Path accessLog)
    implements HttpSettingsBuilder.With {

  public static final HttpSettings DEFAULT =
      new HttpSettings(
          "0.0.0.0",
          8080,
          Duration.ofSeconds(30),
          Duration.ofMinutes(15),
          Duration.ofSeconds(10),
          TrustedProxies.NONE,
          HttpProtocols.NONE,
          null,
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
}
