package org.spillway.catalog.source;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The place from which the offered files come. */
public sealed interface ContentRoot {

  /**
   * Reads {@code s3://BUCKET[/PREFIX]}, or else the path of a folder.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static ContentRoot of(String text) {
    return text.startsWith(Bucket.SCHEME) ? Bucket.of(text) : new Folder(Path.of(text));
  }

  /** A folder of this machine. */
  record Folder(Path path) implements ContentRoot {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A bucket, or what lies below a prefix of one, at any endpoint that speaks S3. The AWS SDK for
   * Java (software.amazon.awssdk: s3, apache5-client) must be on the class path.
   *
   * @param prefix the part of each key before the path and the slash between them, or ""
   * @param endpoint the URL of the service, or null for Amazon's own
   * @param region the region; "" means us-east-1 if there is an endpoint, and otherwise the region
   *     that the SDK finds
   * @param pathStyle whether the bucket's name goes into the path, and not into the host
   * @param anonymous whether to list and to read without credentials; otherwise they come from the
   *     SDK's default chain
   * @param cacheSize the most bytes of pieces that are kept below the state folder, {@value
   *     #MIN_CACHE_SIZE} or more
   * @param trust how long an answer about an object is remembered
   */
  @RecordBuilder
  record Bucket(
      String name,
      String prefix,
      @Nullable URI endpoint,
      String region,
      boolean pathStyle,
      boolean anonymous,
      long cacheSize,
      Duration trust)
      implements ContentRoot, ContentRootBucketBuilder.With {

    public static final String SCHEME = "s3://";
    public static final long MIN_CACHE_SIZE = 16L * 1024 * 1024;
    private static final long CACHE_SIZE = 10L * 1024 * 1024 * 1024;
    private static final Duration TRUST = Duration.ofSeconds(5);

    public Bucket {
      if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ')) {
        throw new IllegalArgumentException(
            "must be s3://BUCKET[/PREFIX], but the bucket is '" + name + "'");
      }
      if (endpoint != null && !isWeb(endpoint)) {
        throw new IllegalArgumentException(
            "endpoint must be http(s)://HOST[:PORT][/PATH], was " + endpoint);
      }
      if (cacheSize < MIN_CACHE_SIZE) {
        throw new IllegalArgumentException("cacheSize must be 16 MiB or more, was " + cacheSize);
      }
      if (trust.isNegative()) {
        throw new IllegalArgumentException("trust must be 0 or more, was " + trust);
      }
      prefix = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private static boolean isWeb(URI uri) {
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null;
    }

    private static Bucket of(String text) {
      String place = text.substring(SCHEME.length());
      int slash = place.indexOf('/');
      return slash < 0 ? of(place, "") : of(place.substring(0, slash), place.substring(slash + 1));
    }

    /** Returns a bucket at Amazon, with the SDK's credentials and region, and 10 GiB of cache. */
    public static Bucket of(String name, String prefix) {
      return new Bucket(name, prefix, null, "", false, false, CACHE_SIZE, TRUST);
    }

    /** Returns the bucket at another service, with path-style URLs. */
    public Bucket at(URI service) {
      return withEndpoint(service).withPathStyle(true);
    }

    @Override
    public String toString() {
      return SCHEME + name + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }
}
