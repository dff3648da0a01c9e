package org.spillway.webapp.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.ContentRoot.Bucket;
import org.spillway.catalog.source.PathFilter;
import org.spillway.torrent.TorrentFormat;

/** The keys of the content and of its place. */
public final class CatalogConfig {
  /** The settings if nothing is configured; their folders are never opened. */
  private static final CatalogSettings DEFAULT =
      CatalogSettings.of(Path.of("content"), Path.of("state"));

  private static final Bucket BUCKET = Bucket.of("bucket", "");

  public static final Key<Path> STATE_DIR =
      Key.optional(
          "state-dir",
          Kinds.path(),
          "where hashes are kept; default: $XDG_STATE_HOME/spillway or ~/.local/state/spillway");

  public static final Key<ContentRoot> CONTENT_ROOT =
      Key.optional(
          "content.root",
          Kinds.of("a folder, or s3://BUCKET[/PREFIX]", ContentRoot::of, ContentRoot::toString),
          "what is offered: a folder's world-readable files, or s3://BUCKET[/PREFIX]; serve takes"
              + " it as an argument as well");

  static final Key<List<String>> INCLUDE =
      Key.of(
          "content.include",
          globs(),
          List.of("**"),
          "globs of the files that are offered: *.iso in every folder, /*.iso in the root, /pub/**"
              + " below a folder");

  static final Key<List<String>> EXCLUDE =
      Key.of(
          "content.exclude",
          globs(),
          DEFAULT.exclude(),
          "globs of files and folders that are not offered even if they are included, such as *.key");

  public static final Key<URI> S3_ENDPOINT =
      Key.optional(
          "s3.endpoint",
          Kinds.url("http", "https"),
          "URL of the S3-compatible service; default: Amazon's");

  static final Key<String> S3_REGION =
      Key.of(
          "s3.region",
          Kinds.text("the name of a region"),
          BUCKET.region(),
          "region of the bucket; default: us-east-1 with s3.endpoint, else the AWS SDK's");

  static final Key<Boolean> S3_PATH_STYLE =
      Key.optional(
          "s3.path-style",
          Kinds.flag(),
          "whether the bucket's name stands in the URL's path instead of its host; default: true"
              + " with s3.endpoint");

  static final Key<Boolean> S3_ANONYMOUS =
      Key.of(
          "s3.anonymous",
          Kinds.flag(),
          BUCKET.anonymous(),
          "whether to list and read without credentials; if not, the AWS SDK's default chain finds"
              + " them");

  static final Key<Long> S3_CACHE_SIZE =
      Key.of(
          "s3.cache-size",
          Kinds.bytes(Bucket.MIN_CACHE_SIZE, Long.MAX_VALUE),
          BUCKET.cacheSize(),
          "size in bytes of the cache of objects below state-dir");

  public static final Key<TorrentFormat> FORMAT =
      Key.of(
          "catalog.format",
          Kinds.oneOf(TorrentFormat.class),
          DEFAULT.format(),
          "version of the torrents (BEP 52)");

  public static final Key<Duration> RECHECK =
      Key.of(
          "catalog.recheck",
          Times.positive(),
          DEFAULT.recheck(),
          "how often the whole tree is checked for changes");

  static final Key<Boolean> CONFIRM_EMPTY =
      Key.of(
          "catalog.confirm-empty",
          Kinds.flag(),
          DEFAULT.confirmEmpty(),
          "whether an empty content.root was emptied on purpose; if not, it counts as an outage,"
              + " and torrents and DNS records stay as they are");

  static final Key<Integer> HASH_THREADS =
      Key.of(
          "catalog.hash-threads",
          Kinds.number(0, 1024),
          0,
          "files hashed at a time; 0 = one for each processor");

  static final List<Key<?>> KEYS =
      List.of(
          STATE_DIR,
          CONTENT_ROOT,
          INCLUDE,
          EXCLUDE,
          S3_ENDPOINT,
          S3_REGION,
          S3_PATH_STYLE,
          S3_ANONYMOUS,
          S3_CACHE_SIZE,
          FORMAT,
          RECHECK,
          CONFIRM_EMPTY,
          HASH_THREADS);

  private CatalogConfig() {}

  static CatalogSettings read(Reading reading) {
    int threads = reading.value(HASH_THREADS);
    return reading.make(
        List.of(STATE_DIR, CONTENT_ROOT),
        () ->
            new CatalogSettings(
                root(reading),
                stateDir(reading),
                reading.value(FORMAT),
                reading.value(RECHECK),
                threads == 0 ? DEFAULT.hashThreads() : threads,
                reading.value(INCLUDE),
                reading.value(EXCLUDE),
                reading.value(CONFIRM_EMPTY)),
        DEFAULT);
  }

  private static ContentRoot root(Reading reading) {
    var root = reading.given(CONTENT_ROOT).orElse(DEFAULT.root());
    return root instanceof Bucket bucket
        ? reading.make(List.of(S3_ENDPOINT, CONTENT_ROOT), () -> bucket(bucket, reading), bucket)
        : root;
  }

  private static Bucket bucket(Bucket named, Reading reading) {
    var bucket =
        named
            .withRegion(reading.value(S3_REGION))
            .withAnonymous(reading.value(S3_ANONYMOUS))
            .withCacheSize(reading.value(S3_CACHE_SIZE));
    var atEndpoint = reading.given(S3_ENDPOINT).map(bucket::at).orElse(bucket);
    return reading.given(S3_PATH_STYLE).map(atEndpoint::withPathStyle).orElse(atEndpoint);
  }

  /**
   * Returns the folder, which follows the XDG Base Directory Specification if it is not configured.
   */
  static Path stateDir(Reading reading) {
    return reading.given(STATE_DIR).orElseGet(CatalogConfig::usualStateDir);
  }

  private static Path usualStateDir() {
    String state = System.getenv("XDG_STATE_HOME");
    return state == null || state.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "state", "spillway")
        : Path.of(state, "spillway");
  }

  /**
   * Returns the kind of a list of globs, in which commas in braces and behind backslashes are part
   * of the glob.
   */
  private static Several<String> globs() {
    return new Several<>(
        Kinds.of("a glob such as **/*.iso", CatalogConfig::glob, glob -> glob),
        CommaList::splitGlobs);
  }

  private static String glob(String text) {
    PathFilter.requireGlob(text);
    return text;
  }
}
