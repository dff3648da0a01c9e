package org.spillway.webapp.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.negotiation.NegotiationMode;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.S3Names;
import org.spillway.negotiation.TorrentCoding;
import org.spillway.negotiation.TransferLimits;

/** The keys of what is answered over HTTP, and of the server that does. */
final class HttpConfig {
  private HttpConfig() {}

  static NegotiationSettings negotiation(Values values) throws ConfigException {
    return NegotiationSettings.DEFAULT
        .withMode(values.oneOf(Key.NEGOTIATION_MODE, NegotiationMode.class))
        .withWaitForTorrent(values.duration(Key.CATALOG_WAIT))
        .withSeedPath(values.text(Key.HTTP_SEED_PATH))
        .withLimits(limits(values))
        .withCoding(
            new TorrentCoding(
                values.bytes(Key.NEGOTIATION_MIN_SIZE), values.list(Key.NEGOTIATION_SHOW_TYPES)))
        .withMetalink(values.flag(Key.NEGOTIATION_METALINK))
        .withRedirect(values.flag(Key.NEGOTIATION_REDIRECT))
        .withIndex(values.flag(Key.HTTP_INDEX))
        .withS3(new S3Names(values.text(Key.S3_HOST), values.text(Key.S3_BUCKET)))
        .withCorsOrigins(values.list(Key.HTTP_CORS_ORIGINS));
  }

  private static TransferLimits limits(Values values) throws ConfigException {
    return new TransferLimits(
        values.number(Key.HTTP_MAX_TRANSFERS, 0, Integer.MAX_VALUE),
        values.number(Key.HTTP_MAX_TRANSFERS_PER_CLIENT, 0, Integer.MAX_VALUE),
        values.bytes(Key.HTTP_MAX_RATE),
        values.bytes(Key.HTTP_MAX_RATE_PER_CLIENT));
  }

  static HttpSettings server(Values values) throws ConfigException {
    return new HttpSettings(
        values.text(Key.HTTP_HOST),
        values.port(Key.HTTP_PORT),
        values.duration(Key.HTTP_IDLE_TIMEOUT),
        values.duration(Key.HTTP_SEND_TIMEOUT),
        values.duration(Key.CATALOG_WAIT),
        TrustedProxies.of(values.list(Key.HTTP_TRUSTED_PROXIES)),
        new HttpProtocols(values.flag(Key.HTTP_PROXY_PROTOCOL), values.flag(Key.HTTP_H2C)),
        tls(values));
  }

  private static @Nullable TlsSettings tls(Values values) throws ConfigException {
    var keys = List.of(Key.HTTP_TLS_PORT, Key.HTTP_TLS_CERTIFICATE, Key.HTTP_TLS_KEY);
    if (keys.stream().noneMatch(values::isSet)) {
      return null;
    }
    for (Key key : keys) {
      if (!values.isSet(key)) {
        throw new ConfigException(key + ": must be set for HTTPS, as " + keys + " all are");
      }
    }
    return new TlsSettings(
        values.port(Key.HTTP_TLS_PORT),
        Path.of(values.text(Key.HTTP_TLS_CERTIFICATE)),
        Path.of(values.text(Key.HTTP_TLS_KEY)));
  }
}
