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
 * Saves the plain file of a response. A partial file of an earlier try is continued if the file
 * still has its ETag, and so is a download whose connection ended. If the file has changed, the
 * download starts over, a few times at most.
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

  /**
   * The response that the partial file belongs to; it is another one after the download has started
   * over.
   */
  private HttpResponse<BodyReader> current;

  private String etag;

  /**
   * @param first the response, whose body has not been read yet; the caller closes it
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

  /** Returns the file's length in bytes, or −1 if the server does not say. */
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
      throw new DownloadException(
          Reason.FILE,
          target
              + ": a file exists there; replace it with --overwrite, or choose another path with"
              + " --output");
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
        throw new IOException("HTTP " + response.statusCode() + " instead of the rest of the file");
      }
    }
  }

  /**
   * Throws if bytes are missing: a part may be shorter than what was asked for (RFC 9110 §15.3.7),
   * and the rest is asked for anew.
   */
  private void requireWhole(PartialFile part) throws IOException {
    if (part.length() < length()) {
      throw new IOException(
          "%s: only %d of %d bytes came".formatted(current.uri(), part.length(), length()));
    }
  }

  /** Compares the ETag, because not every server heeds If-Range. */
  private void requireSameContent(HttpResponse<?> response) throws DownloadException {
    var now = KnownEtag.etag(response);
    if (now.isPresent() && !now.get().equals(etag)) {
      validator.delete();
      throw new DownloadException(Reason.OTHER, current.uri() + " has changed during the download");
    }
  }

  /**
   * Starts over, because the server knows no ranges or the file has another ETag now (RFC 9110
   * §13.1.5). The content may be the same: a server may have a better ETag once it knows the hash.
   */
  private void startOver(HttpResponse<BodyReader> response, PartialFile part)
      throws IOException, InterruptedException {
    progress.note(current.uri() + " does not continue where the download broke off; starting over");
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

  /** Compares the content with the hash that the server sent, if it sent one. */
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
