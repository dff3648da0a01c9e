package org.spillway.catalog.s3;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.Problem;
import org.spillway.catalog.source.SourceFile;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Makes the requests to a bucket. Safe for use by many threads. */
final class S3Bucket implements AutoCloseable {
  /**
   * The longest time of one attempt at a HEAD, for which a client waits. It also decides how soon
   * an outage is noticed; until then, a silent service holds up all threads that ask for objects.
   */
  private static final Duration TRY = Duration.ofSeconds(5);

  private static final Duration ALL_TRIES = Duration.ofSeconds(10);

  /** The number of keys in a page; no service gives more. */
  static final int PAGE = 1000;

  private final ContentRoot.Bucket settings;
  private final S3Keys keys;
  private final S3Clients clients;
  private final int page;

  /**
   * Makes a bucket without asking the service.
   *
   * @param page the number of keys that one request lists
   */
  S3Bucket(ContentRoot.Bucket settings, PathFilter filter, S3Clients clients, int page) {
    this.settings = settings;
    this.keys = S3Keys.below(settings.prefix(), filter);
    this.clients = clients;
    this.page = page;
  }

  S3Keys keys() {
    return keys;
  }

  /**
   * Checks that the bucket can be listed.
   *
   * @throws IOException if it cannot; the message names the key to look at first
   */
  void check() throws IOException {
    try {
      var unused =
          clients
              .reader()
              .listObjectsV2(r -> r.bucket(settings.name()).prefix(keys.prefix()).maxKeys(1));
    } catch (SdkException e) {
      throw S3Problem.opening(settings, e);
    }
  }

  /**
   * Asks for an object without credentials, as the world does.
   *
   * @throws IOException if there is no answer
   */
  HeadResult head(String path, String key) throws IOException {
    try {
      return found(path, clients.world().headObject(headOf(key)));
    } catch (SdkServiceException e) {
      return switch (e.statusCode()) {
        case 404, 410 -> HeadResult.NotFound.ABSENT;
        case 401, 403 -> HeadResult.NotFound.DENIED;
        case 429, 502, 503, 504 -> throw S3Problem.reading(place(key), path, e);
        default -> HeadResult.NotFound.UNKNOWN;
      };
    } catch (SdkException e) {
      throw S3Problem.reading(place(key), path, e);
    }
  }

  private HeadObjectRequest headOf(String key) {
    return HeadObjectRequest.builder()
        .bucket(settings.name())
        .key(key)
        .overrideConfiguration(c -> c.apiCallAttemptTimeout(TRY).apiCallTimeout(ALL_TRIES))
        .build();
  }

  private static HeadResult found(String path, HeadObjectResponse head) {
    var modified = head.lastModified() == null ? Instant.EPOCH : head.lastModified();
    return S3Version.of(head.contentLength(), head.eTag(), head.versionId())
        .<HeadResult>map(
            version ->
                new HeadResult.Found(
                    new SourceFile(path, version.length(), modified, version.text())))
        .orElse(HeadResult.NotFound.ABSENT);
  }

  /** Returns whether there is, or may be, an object that was denied to the world. */
  boolean mayExist(String key) {
    if (settings.anonymous()) {
      return true;
    }
    try {
      var unused = clients.reader().headObject(headOf(key));
      return true;
    } catch (SdkServiceException e) {
      return e.statusCode() != 404;
    } catch (SdkException e) {
      return true;
    }
  }

  /**
   * Returns what is wrong with the bucket, or "" if nothing is.
   *
   * @param emptied whether the operator wants a bucket that lists nothing, so that this is not
   *     wrong
   */
  String problem(boolean emptied) {
    try {
      boolean empty =
          clients
              .reader()
              .listObjectsV2(r -> r.bucket(settings.name()).prefix(keys.prefix()).maxKeys(1))
              .contents()
              .isEmpty();
      return empty && !emptied ? settings + " lists nothing" : "";
    } catch (SdkException e) {
      return settings + " cannot be listed: " + S3Problem.of(e);
    }
  }

  /**
   * Lists a page.
   *
   * @param next the token that the page before gave, or "" for the first page
   */
  S3Page list(String next) throws IOException {
    try {
      var listed =
          clients
              .reader()
              .listObjectsV2(
                  r ->
                      r.bucket(settings.name())
                          .prefix(keys.prefix())
                          // Without the encoding, a control character in a key would make malformed
                          // XML.
                          .maxKeys(page)
                          .encodingType(EncodingType.URL)
                          .continuationToken(next.isEmpty() ? null : next));
      boolean more = Boolean.TRUE.equals(listed.isTruncated());
      return new S3Page(
          listed.contents().stream().map(object -> object.key()).toList(),
          more ? Objects.requireNonNullElse(listed.nextContinuationToken(), "") : "");
    } catch (SdkException e) {
      throw S3Problem.listing(settings, e);
    }
  }

  /**
   * Fetches a part.
   *
   * @param id the id of the version, which is read even if it has been replaced; "" for the current
   *     object
   * @throws ContentChangedException if there is another version by now, or none
   * @throws java.nio.file.AccessDeniedException if the credentials do not suffice
   * @throws S3UnreachableException if there is no answer
   */
  byte[] get(String path, S3Version version, String id, long from, int length) throws IOException {
    String key = keys.keyOf(path).orElseThrow();
    try {
      return clients
          .reader()
          .getObject(
              part(key, version, id, from, length),
              (response, body) -> {
                requirePart(response, path, version, from, length);
                return exactly(body, length);
              });
    } catch (SdkException e) {
      throw S3Problem.reading(place(key), path, e);
    }
  }

  /** Opens a part of the current object, with the errors of {@link #get}. */
  ResponseInputStream<GetObjectResponse> stream(
      String path, S3Version version, long from, long length) throws IOException {
    String key = keys.keyOf(path).orElseThrow();
    try {
      var body = clients.reader().getObject(part(key, version, "", from, length));
      try {
        requirePart(body.response(), path, version, from, length);
        return body;
      } catch (IOException e) {
        body.abort();
        throw e;
      }
    } catch (SdkException e) {
      throw S3Problem.reading(place(key), path, e);
    }
  }

  private GetObjectRequest part(String key, S3Version version, String id, long from, long length) {
    return GetObjectRequest.builder()
        .bucket(settings.name())
        .key(key)
        .versionId(id.isEmpty() ? null : id)
        .range("bytes=" + from + "-" + (from + length - 1))
        .ifMatch(version.quotedEtag())
        .build();
  }

  /**
   * Checks that the answer is the part that was asked for: not every service knows If-Match, or
   * ranges.
   */
  private void requirePart(
      GetObjectResponse response, String path, S3Version version, long from, long length)
      throws IOException {
    if (!version.hasEtag(response.eTag())) {
      throw new ContentChangedException(path);
    }
    String range = "bytes %d-%d/%d".formatted(from, from + length - 1, version.length());
    if (!range.equals(response.contentRange())) {
      throw new IOException(
          "%s: asked for %s, got %s".formatted(path, range, response.contentRange()));
    }
  }

  private static byte[] exactly(InputStream body, int length) {
    byte[] bytes;
    try {
      bytes = body.readNBytes(length);
    } catch (IOException e) {
      throw RetryableException.create(Problem.of(e), e);
    }
    if (bytes.length < length) {
      throw RetryableException.builder().message("the answer was cut off").build();
    }
    return bytes;
  }

  private String place(String key) {
    return ContentRoot.Bucket.SCHEME + settings.name() + "/" + key;
  }

  /** Returns a text that tells the bucket from every other one. */
  String identity() {
    return settings.endpoint() + "\n" + settings.name();
  }

  ContentRoot.Bucket settings() {
    return settings;
  }

  @Override
  public void close() {
    clients.close();
  }
}
