package org.spillway.webapp.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.net.AddressBlock;

/** The keys of our own HTTP server. */
public final class HttpConfig {
  private static final HttpSettings DEFAULT = HttpSettings.DEFAULT;

  public static final Key<Boolean> ENABLED =
      Key.of(
          "http.enabled",
          Kinds.flag(),
          true,
          "whether to serve HTTP; without it public-url must be set");

  public static final Key<String> HOST =
      Key.of(
          "http.host",
          Kinds.text("an address"),
          DEFAULT.host(),
          "address that the HTTP server listens on");

  public static final Key<Integer> PORT =
      Key.of(
          "http.port", Kinds.port(), DEFAULT.port(), "port of the HTTP server; 0 takes a free one");

  public static final Key<Integer> TLS_PORT =
      Key.optional(
          "http.tls-port",
          Kinds.port(),
          "port of HTTPS and HTTP/2; 0 takes a free one; default: none");

  public static final Key<Path> TLS_CERTIFICATE =
      Key.optional(
              "http.tls-certificate",
              Kinds.path(),
              "PEM file with the certificate chain, the server's own certificate first")
          .reloadable();

  public static final Key<Path> TLS_KEY =
      Key.optional("http.tls-key", Kinds.path(), "PEM file with the certificate's private key")
          .reloadable();

  public static final Key<Duration> IDLE_TIMEOUT =
      Key.of(
          "http.idle-timeout",
          Times.positive(),
          DEFAULT.idleTimeout(),
          "how long a connection may be silent before it is closed");

  public static final Key<Duration> SEND_TIMEOUT =
      Key.of(
          "http.send-timeout",
          Times.positive(),
          DEFAULT.sendTimeout(),
          "how long a client may accept no data, as a paused player does, before its connection is"
              + " closed");

  public static final Key<List<AddressBlock>> TRUSTED_PROXIES =
      Key.of(
          "http.trusted-proxies",
          Kinds.list(Kinds.addressBlock()),
          DEFAULT.trustedProxies().blocks(),
          "addresses and blocks (10.0.0.0/8) whose Forwarded and X-Forwarded-* fields count");

  static final Key<Boolean> PROXY_PROTOCOL =
      Key.of(
          "http.proxy-protocol",
          Kinds.flag(),
          DEFAULT.protocols().proxy(),
          "whether http.trusted-proxies send the client's address by the PROXY protocol, as TCP"
              + " load balancers do");

  static final Key<Boolean> H2C =
      Key.of(
          "http.h2c",
          Kinds.flag(),
          DEFAULT.protocols().h2c(),
          "whether the HTTP port also accepts HTTP/2 without TLS (h2c with prior knowledge)");

  public static final Key<Path> ACCESS_LOG =
      Key.optional(
          "http.access-log",
          Kinds.path(),
          "file for a line about each request, in the combined format of Apache and nginx, or - for"
              + " standard output; yyyy_mm_dd in its name stands for the day (UTC), and such files"
              + " are kept for 31 days; default: none");

  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          HOST,
          PORT,
          TLS_PORT,
          TLS_CERTIFICATE,
          TLS_KEY,
          IDLE_TIMEOUT,
          SEND_TIMEOUT,
          TRUSTED_PROXIES,
          PROXY_PROTOCOL,
          H2C,
          ACCESS_LOG);

  private HttpConfig() {}

  static HttpSettings read(Reading reading) {
    var proxies = reading.value(TRUSTED_PROXIES);
    boolean isProxyProtocol = reading.value(PROXY_PROTOCOL);
    boolean lacksProxies = isProxyProtocol && proxies.isEmpty();
    if (lacksProxies && reading.areReadable(TRUSTED_PROXIES)) {
      reading.wrong(
          PROXY_PROTOCOL, "needs " + TRUSTED_PROXIES + ", which names the proxies that speak it");
    }
    return new HttpSettings(
        reading.value(HOST),
        reading.value(PORT),
        reading.value(IDLE_TIMEOUT),
        reading.value(SEND_TIMEOUT),
        reading.value(NegotiationConfig.WAIT),
        new TrustedProxies(proxies),
        new HttpProtocols(isProxyProtocol && !lacksProxies, reading.value(H2C)),
        tls(reading),
        reading.given(ACCESS_LOG).orElse(null));
  }

  private static @Nullable TlsSettings tls(Reading reading) {
    var keys = List.of(TLS_PORT, TLS_CERTIFICATE, TLS_KEY);
    var missing = keys.stream().filter(key -> !reading.isSet(key)).toList();
    if (missing.size() == keys.size()) {
      return null;
    }
    if (!missing.isEmpty()) {
      var given = keys.stream().filter(reading::isSet).findFirst().orElseThrow();
      reading.wrong(given, "needs " + join(missing) + " as well: HTTPS takes all three");
      return null;
    }
    return new TlsSettings(
        reading.given(TLS_PORT).orElse(0),
        reading.given(TLS_CERTIFICATE).orElse(Path.of("")),
        reading.given(TLS_KEY).orElse(Path.of("")));
  }

  private static String join(List<? extends Key<?>> keys) {
    return String.join(" and ", keys.stream().map(Key::toString).toList());
  }
}
