package org.spillway.webapp.config;

import java.time.Duration;
import java.util.List;
import org.spillway.negotiation.NegotiationMode;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.S3Names;
import org.spillway.negotiation.TorrentCoding;
import org.spillway.negotiation.TransferLimits;

/** The keys of answers over HTTP and of their rates. */
public final class NegotiationConfig {
  private static final NegotiationSettings DEFAULT = NegotiationSettings.DEFAULT;

  public static final Key<Duration> WAIT =
      Key.of(
          "catalog.wait",
          Times.time(),
          DEFAULT.waitForTorrent(),
          "how long ?torrent waits for hashing before it answers 503");

  public static final Key<List<String>> CORS_ORIGINS =
      Key.of(
          "http.cors-origins",
          Kinds.list(
              Kinds.checked("http(s)://HOST[:PORT] or *", NegotiationConfig::origin, text -> text)),
          DEFAULT.corsOrigins(),
          "origins whose pages may read files and torrents; an empty list for none");

  static final Key<String> SEED_PATH =
      Key.of(
          "http.seed-path",
          Kinds.checked(
              "a path that begins with a slash and ends without one",
              text -> DEFAULT.withSeedPath(text).seedPath(),
              text -> text),
          DEFAULT.seedPath(),
          "path under which files are served without negotiation (BEP 19)");

  /**
   * The key for folder pages. A server shows its folders, unlike the filter, which shares its paths
   * with an application.
   */
  static final Key<Boolean> INDEX =
      Key.of(
          "http.index",
          Kinds.flag(),
          true,
          "whether a folder without an index.html shows what is in it");

  public static final Key<String> S3_HOST =
      Key.of(
          "s3.host",
          Kinds.checked(
              "a host without a port", text -> new S3Names(text, "").host(), text -> text),
          DEFAULT.s3().host(),
          "host whose subdomains are buckets to S3 clients; default: buckets stand in the path"
              + " only");

  public static final Key<String> S3_BUCKET =
      Key.of(
          "s3.bucket",
          Kinds.checked("one name", text -> new S3Names("", text).bucket(), text -> text),
          DEFAULT.s3().bucket(),
          "bucket name that S3 clients use for the content's root; its top-level folders are"
              + " buckets too");

  static final Key<Integer> MAX_TRANSFERS =
      Key.of(
          "http.max-transfers",
          Kinds.number(0, Integer.MAX_VALUE),
          DEFAULT.limits().transfers(),
          "files sent at a time; further requests get a torrent or 503; 0 = no limit");

  static final Key<Integer> MAX_TRANSFERS_PER_CLIENT =
      Key.of(
          "http.max-transfers-per-client",
          Kinds.number(0, Integer.MAX_VALUE),
          DEFAULT.limits().transfersPerClient(),
          "files sent at a time to one IPv4 address or IPv6 /64; 0 = no limit");

  public static final Key<Long> MAX_RATE =
      Key.of(
          "http.max-rate",
          Kinds.bytes(0, Long.MAX_VALUE),
          DEFAULT.limits().rate(),
          "bytes of files that HTTP sends a second, such as 50MB; a request that would wait for"
              + " more than a second gets a torrent or 503; 0 = no limit");

  public static final Key<Long> MAX_RATE_PER_CLIENT =
      Key.of(
          "http.max-rate-per-client",
          Kinds.bytes(0, Long.MAX_VALUE),
          DEFAULT.limits().ratePerClient(),
          "bytes a second that HTTP sends to one IPv4 address or IPv6 /64; 0 = no limit");

  static final Key<NegotiationMode> MODE =
      Key.of(
          "negotiation.mode",
          Kinds.oneOf(NegotiationMode.class),
          DEFAULT.mode(),
          "when headers can select the torrent; overload: when the http.max limits are reached");

  public static final Key<Long> MIN_SIZE =
      Key.of(
          "negotiation.min-size",
          Kinds.bytes(0, Long.MAX_VALUE),
          DEFAULT.coding().minSize(),
          "length from which Accept-Encoding can select a file's torrent; shorter files are sent as"
              + " they are");

  static final Key<List<String>> SHOW_TYPES =
      Key.of(
          "negotiation.show-types",
          Kinds.list(
              Kinds.checked(
                  "a media range such as text/* or application/pdf",
                  text -> new TorrentCoding(0, List.of(text)).showTypes().get(0),
                  text -> text)),
          DEFAULT.coding().showTypes(),
          "media types that browsers show: Accept-Encoding never selects the torrent of such a"
              + " file");

  public static final Key<Boolean> METALINK =
      Key.of(
          "negotiation.metalink",
          Kinds.flag(),
          DEFAULT.metalink(),
          "whether Accept can select the Metalink document; ?meta4 always does");

  public static final Key<Boolean> REDIRECT =
      Key.of(
          "negotiation.redirect",
          Kinds.flag(),
          DEFAULT.redirect(),
          "whether plain requests for a file are sent to its best mirror, with 302");

  static final List<Key<?>> KEYS =
      List.of(
          WAIT,
          CORS_ORIGINS,
          SEED_PATH,
          INDEX,
          S3_HOST,
          S3_BUCKET,
          MAX_TRANSFERS,
          MAX_TRANSFERS_PER_CLIENT,
          MAX_RATE,
          MAX_RATE_PER_CLIENT,
          MODE,
          MIN_SIZE,
          SHOW_TYPES,
          METALINK,
          REDIRECT);

  private NegotiationConfig() {}

  static NegotiationSettings read(Reading reading) {
    return DEFAULT
        .withMode(reading.value(MODE))
        .withWaitForTorrent(reading.value(WAIT))
        .withSeedPath(reading.value(SEED_PATH))
        .withLimits(
            new TransferLimits(
                reading.value(MAX_TRANSFERS),
                reading.value(MAX_TRANSFERS_PER_CLIENT),
                reading.value(MAX_RATE),
                reading.value(MAX_RATE_PER_CLIENT)))
        .withCoding(new TorrentCoding(reading.value(MIN_SIZE), reading.value(SHOW_TYPES)))
        .withMetalink(reading.value(METALINK))
        .withRedirect(reading.value(REDIRECT))
        .withIndex(reading.value(INDEX))
        .withS3(new S3Names(reading.value(S3_HOST), reading.value(S3_BUCKET)))
        .withCorsOrigins(reading.value(CORS_ORIGINS));
  }

  private static String origin(String text) {
    return DEFAULT.withCorsOrigins(List.of(text)).corsOrigins().get(0);
  }
}
