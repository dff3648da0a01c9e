package org.spillway.webapp.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.torrent.TorrentFormat;

/** The keys of the content, and of where it is. */
final class CatalogConfig {
  private CatalogConfig() {}

  static CatalogSettings read(Values values) throws ConfigException {
    if (!values.isSet(Key.CONTENT_ROOT)) {
      throw new ConfigException(Key.CONTENT_ROOT + ": must be set to what is offered");
    }
    int threads = values.number(Key.CATALOG_HASH_THREADS, 0, 1024);
    return new CatalogSettings(
        root(values),
        stateDir(values),
        values.oneOf(Key.CATALOG_FORMAT, TorrentFormat.class),
        values.duration(Key.CATALOG_RECHECK),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        values.globs(Key.CONTENT_INCLUDE),
        values.globs(Key.CONTENT_EXCLUDE),
        values.flag(Key.CATALOG_CONFIRM_EMPTY));
  }

  private static ContentRoot root(Values values) throws ConfigException {
    var root = ContentRoot.of(values.text(Key.CONTENT_ROOT));
    return root instanceof ContentRoot.Bucket bucket ? bucket(bucket, values) : root;
  }

  private static ContentRoot bucket(ContentRoot.Bucket named, Values values)
      throws ConfigException {
    var bucket =
        named
            .withRegion(values.text(Key.S3_REGION))
            .withAnonymous(values.flag(Key.S3_ANONYMOUS))
            .withCacheSize(values.bytes(Key.S3_CACHE_SIZE));
    if (values.isSet(Key.S3_ENDPOINT)) {
      bucket = bucket.withEndpoint(s3Endpoint(values));
    }
    return values.isSet(Key.S3_PATH_STYLE)
        ? bucket.withPathStyle(values.flag(Key.S3_PATH_STYLE))
        : bucket;
  }

  private static URI s3Endpoint(Values values) throws ConfigException {
    try {
      return new URI(values.text(Key.S3_ENDPOINT));
    } catch (URISyntaxException e) {
      throw values.wrong(Key.S3_ENDPOINT, "http(s)://HOST[:PORT][/PATH]");
    }
  }

  /** By the XDG Base Directory Specification if nothing is said. */
  private static Path stateDir(Values values) {
    if (values.isSet(Key.STATE_DIR)) {
      return Path.of(values.text(Key.STATE_DIR));
    }
    String state = System.getenv("XDG_STATE_HOME");
    return state == null || state.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "state", "spillway")
        : Path.of(state, "spillway");
  }

  static List<Mirror> mirrors(Values values) throws ConfigException {
    var mirrors = values.list(Key.CONTENT_MIRRORS).stream().map(Mirror::parse).toList();
    var urls = mirrors.stream().map(Mirror::url).toList();
    values.requireUrls(Key.CONTENT_MIRRORS, urls, "http", "https");
    return mirrors;
  }
}
