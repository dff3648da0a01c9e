package org.spillway.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Saves the plain file of an answer. A partial file from an earlier try is continued if its ETag
 * still is the file's; a connection that breaks is continued the same way.
 */
final class PlainDownload {
  private static final int TRIES = 3;
  private static final int CHUNK = 64 * 1024;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-.*");

  private final Http http;
  private final HttpResponse<BodyReader> first;
  private final Path target;
  private final boolean overwrite;
  private final Progress progress;
  private final Validator validator;
  private final String etag;

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
    this.first = first;
    this.target = target;
    this.overwrite = overwrite;
    this.progress = progress;
    this.validator = Validator.of(target);
    this.etag = Validator.etag(first).orElse("");
  }

  void save() throws IOException, InterruptedException {
    long length = first.headers().firstValueAsLong("Content-Length").orElse(-1);
    progress.started(target.getFileName().toString(), length);
    if (isThereAlready()) {
      progress.received(Source.RESUMED, Files.size(target));
      return;
    }
    try (var part = PartialFile.open(target)) {
      fetch(part);
      verify();
      part.complete();
    }
    validator.delete();
  }

  private boolean isThereAlready() throws DownloadException {
    if (!Files.exists(target)) {
      return false;
    }
    var digest = ContentDigest.of(first.headers());
    if (digest.isPresent() && digest.get().equals(ContentDigest.ofFile(target))) {
      return true;
    }
    if (!overwrite) {
      throw new DownloadException(ExitCode.FILE, target + ": exists, and is not overwritten");
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
      copy(first.body(), part);
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
    long length = first.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (part.length() == length) {
      return;
    }
    try {
      request(part);
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      if (attempt == TRIES) {
        throw e;
      }
      continueAt(part, attempt + 1);
    }
  }

  private void request(PartialFile part) throws IOException, InterruptedException {
    String range = "bytes=" + part.length() + "-";
    var response =
        http.get(first.uri(), "Range", range, "If-Range", etag, "Accept-Encoding", "identity");
    try (var body = response.body()) {
      requireSameContent(response);
      if (response.statusCode() == 206 && isRangeFrom(part.length(), response)) {
        copy(body, part);
      } else if (response.statusCode() == 200) {
        startOver(body, part);
      } else {
        throw new IOException(
            "HTTP " + response.statusCode() + " where the download was to continue");
      }
    }
  }

  /** Not every server heeds If-Range. */
  private void requireSameContent(HttpResponse<?> response) throws DownloadException {
    var now = Validator.etag(response);
    if (response.statusCode() < 300 && now.isPresent() && !now.get().equals(etag)) {
      validator.delete();
      throw new DownloadException(
          ExitCode.FAILED, first.uri() + " has changed during the download");
    }
  }

  /** The server knows no ranges. */
  private void startOver(BodyReader body, PartialFile part)
      throws IOException, InterruptedException {
    part.truncate(0);
    progress.started(
        target.getFileName().toString(),
        first.headers().firstValueAsLong("Content-Length").orElse(-1));
    copy(body, part);
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
    var expected = ContentDigest.of(first.headers());
    Path part = PartialFile.partOf(target);
    if (expected.isPresent() && !expected.get().equals(ContentDigest.ofFile(part))) {
      validator.delete();
      Files.deleteIfExists(part);
      throw new DownloadException(
          ExitCode.CORRUPT,
          first.uri() + ": the content does not have the SHA-256 " + expected.get());
    }
  }
}
