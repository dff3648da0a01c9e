package org.spillway.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spillway.client.DownloadException.Reason;

/**
 * Saves the plain file of an answer. A partial file from an earlier try is continued if its ETag
 * still is the file's; a connection that breaks is continued the same way. If the file is another
 * by then, the download starts over, a few times at most.
 */
final class PlainDownload {
  private static final int TRIES = 3;
  private static final int CHUNK = 64 * 1024;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-.*");

  private final Http http;
  private final Path target;
  private final boolean overwrite;
  private final Progress progress;
  private final KnownEtag validator;

  /** The answer that what is in the partial file belongs to; another one after a restart. */
  private HttpResponse<BodyReader> current;

  private String etag;

  /**
   * @param first the answer, its body not read yet; the caller closes it
   */
  PlainDownload(
      Http http,
      HttpResponse<BodyReader> first,
      Path target,
      boolean overwrite,
      Progress progress) {
    this.http = http;
    this.target = target;
    this.overwrite = overwrite;
    this.progress = progress;
    this.validator = KnownEtag.of(target);
    this.current = first;
    this.etag = KnownEtag.etag(first).orElse("");
  }

  void save() throws IOException, InterruptedException {
    started();
    if (isThereAlready()) {
      progress.received(Source.RESUMED, Files.size(target));
      return;
    }
    try (var part = PartialFile.open(target)) {
      fetch(part);
      verify();
      part.complete(overwrite);
    }
    validator.delete();
  }

  private void started() {
    progress.started(target.getFileName().toString(), length());
  }

  /** In bytes; −1 if the server does not say. */
  private long length() {
    return current.headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  private boolean isThereAlready() throws DownloadException {
    if (!Files.exists(target)) {
      return false;
    }
    var digest = ContentDigest.of(current.headers());
    if (digest.isPresent() && digest.get().equals(ContentDigest.ofFile(target))) {
      return true;
    }
    if (!overwrite) {
      throw new DownloadException(Reason.FILE, target + ": exists, and is not overwritten");
    }
    return false;
  }

  private void fetch(PartialFile part) throws IOException, InterruptedException {
    if (canContinue(part)) {
      progress.received(Source.RESUMED, part.length());
      continueAt(part, 1);
      return;
    }
    part.truncate(0);
    remember();
    try {
      copy(current.body(), part);
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      if (etag.isEmpty()) {
        throw e;
      }
      continueAt(part, 1);
    }
  }

  private boolean canContinue(PartialFile part) throws DownloadException {
    boolean sameContent = !etag.isEmpty() && validator.read().orElse("").equals(etag);
    return sameContent && part.length() > 0;
  }

  private void remember() throws DownloadException {
    if (etag.isEmpty()) {
      validator.delete();
    } else {
      validator.write(etag);
    }
  }

  private void continueAt(PartialFile part, int attempt) throws IOException, InterruptedException {
    if (part.length() == length()) {
      return;
    }
    try {
      request(part);
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      if (attempt == TRIES || etag.isEmpty()) {
        throw e;
      }
      continueAt(part, attempt + 1);
    }
  }

  private void request(PartialFile part) throws IOException, InterruptedException {
    String range = "bytes=" + part.length() + "-";
    var response =
        http.get(current.uri(), "Range", range, "If-Range", etag, "Accept-Encoding", "identity");
    try (var body = response.body()) {
      if (response.statusCode() == 200) {
        startOver(response, part);
      } else if (response.statusCode() == 206 && isRangeFrom(part.length(), response)) {
        requireSameContent(response);
        copy(body, part);
        requireWhole(part);
      } else {
        throw new IOException(
            "HTTP " + response.statusCode() + " where the download was to continue");
      }
    }
  }

  /**
   * A part may be shorter than what was asked for (RFC 9110 §15.3.7); the rest is asked for anew.
   */
  private void requireWhole(PartialFile part) throws IOException {
    if (part.length() < length()) {
      throw new IOException(
          "%s: %d of %d bytes came".formatted(current.uri(), part.length(), length()));
    }
  }

  /** Not every server heeds If-Range. */
  private void requireSameContent(HttpResponse<?> response) throws DownloadException {
    var now = KnownEtag.etag(response);
    if (now.isPresent() && !now.get().equals(etag)) {
      validator.delete();
      throw new DownloadException(Reason.OTHER, current.uri() + " has changed during the download");
    }
  }

  /**
   * The server knows no ranges, or the file has another ETag now (RFC 9110 §13.1.5), be it for the
   * same content: a server may give a better one once it knows the hash.
   */
  private void startOver(HttpResponse<BodyReader> response, PartialFile part)
      throws IOException, InterruptedException {
    progress.note(current.uri() + " does not continue where it broke off; starting over");
    current = response;
    etag = KnownEtag.etag(response).orElse("");
    part.truncate(0);
    remember();
    started();
    copy(response.body(), part);
  }

  private static boolean isRangeFrom(long start, HttpResponse<?> response) {
    Matcher matcher =
        CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
    return matcher.matches() && Long.parseLong(matcher.group(1)) == start;
  }

  /** Appends the body. */
  private void copy(BodyReader body, PartialFile part) throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK];
    long position = part.length();
    for (int read = body.read(chunk, 0, CHUNK); read >= 0; read = body.read(chunk, 0, CHUNK)) {
      part.write(position, ByteBuffer.wrap(chunk, 0, read));
      position += read;
      progress.received(Source.HTTP, read);
    }
  }

  /** Against the server's own hash, where it gives one. */
  private void verify() throws IOException {
    var expected = ContentDigest.of(current.headers());
    Path part = PartialFile.partOf(target);
    if (expected.isPresent() && !expected.get().equals(ContentDigest.ofFile(part))) {
      validator.delete();
      Files.deleteIfExists(part);
      throw new DownloadException(
          Reason.CORRUPT,
          current.uri() + ": the content does not have the SHA-256 " + expected.get());
    }
  }
}
