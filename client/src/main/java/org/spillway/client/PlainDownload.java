package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.BodyReader;
import org.spillway.client.http.Http;
import org.spillway.client.http.ServerResponse;

/**
 * Saves the plain file of a response. A partial file of an earlier try is continued if the server
 * proves that the rest belongs to the same version, and so is a download whose connection ended.
 * Otherwise the download starts over. Tries are counted only as long as nothing new comes.
 */
final class PlainDownload {
  /** The failures in turn after which others are asked. */
  private static final int TRIES = 3;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  /** What a server says if the URL to which it had redirected is too old. */
  private static final Set<Integer> EXPIRED = Set.of(401, 403, 404, 410);

  private final Http http;
  private final URI url;
  private final Path target;
  private final boolean overwrite;
  private final Progress progress;
  private final KnownEtag validator;
  private final Backoff backoff = new Backoff(new Random());

  /**
   * The response that the partial file belongs to; it is another one after the download has started
   * over.
   */
  private ServerResponse current;

  /** Proves that a response is of the version of the partial file, see {@link KnownEtag#of}. */
  private String version;

  /** The URL that is asked for the rest. */
  private URI asked;

  private long reached;

  /** The file's length in bytes as a range told it, or −1. */
  private long total = -1;

  /**
   * @param url the URL that was asked for first
   * @param first the response, whose body has not been read yet; the caller closes it
   */
  PlainDownload(
      Http http, URI url, ServerResponse first, Path target, boolean overwrite, Progress progress) {
    this.http = http;
    this.url = url;
    this.target = target;
    this.overwrite = overwrite;
    this.progress = progress;
    this.validator = KnownEtag.of(target);
    this.current = first;
    this.asked = first.uri();
    this.version = KnownEtag.of(first);
  }

  /** Returns how many bytes of one version have been there at most. */
  long reached() {
    return reached;
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
    return current.length().orElse(total);
  }

  private boolean isThereAlready() throws DownloadException {
    if (!Files.exists(target)) {
      return false;
    }
    var digest = ContentDigest.of(current);
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
    ServerResponse unread = null;
    if (canContinue(part)) {
      progress.received(Source.RESUMED, part.length());
    } else {
      part.truncate(0);
      remember();
      unread = current;
    }
    while (!isWhole(part)) {
      try {
        fetch(part, unread);
        return;
      } catch (DownloadException e) {
        throw e;
      } catch (IOException e) {
        pause(part, e);
      }
      unread = null;
    }
  }

  private void fetch(PartialFile part, @Nullable ServerResponse unread)
      throws IOException, InterruptedException {
    if (unread == null) {
      request(part);
    } else {
      copy(unread.body(), part);
    }
  }

  /** Returns whether a part that is continued needs nothing more. */
  private boolean isWhole(PartialFile part) throws DownloadException {
    return !version.isEmpty() && part.length() > 0 && part.length() == length();
  }

  private void pause(PartialFile part, IOException e) throws IOException, InterruptedException {
    if (part.length() > reached) {
      reached = part.length();
      backoff.reset();
    }
    if (backoff.tries() >= Math.min(TRIES, http.retries())) {
      throw e;
    }
    long wait = backoff.failed();
    if (e instanceof BusyServerException busy && busy.waitingTime().isPresent()) {
      wait = Math.max(wait, busy.waitingTime().get().toMillis());
    }
    Thread.sleep(wait);
  }

  private boolean canContinue(PartialFile part) throws DownloadException {
    boolean sameContent = !version.isEmpty() && validator.read().orElse("").equals(version);
    boolean fits = length() < 0 || part.length() <= length();
    return sameContent && fits && part.length() > 0;
  }

  private void remember() throws DownloadException {
    if (version.isEmpty()) {
      validator.delete();
    } else {
      validator.write(version);
    }
  }

  private ServerResponse ask(PartialFile part) throws IOException, InterruptedException {
    if (version.isEmpty() || part.length() == 0) {
      return http.get(asked, "Accept-Encoding", "identity");
    }
    String range = "bytes=" + part.length() + "-";
    return http.get(asked, "Range", range, "If-Range", version, "Accept-Encoding", "identity");
  }

  private void request(PartialFile part) throws IOException, InterruptedException {
    var response = ask(part);
    try (var body = response.body()) {
      switch (response.status()) {
        case 200 -> startOver(response, part);
        case 206 -> {
          requireRest(response, part);
          copy(body, part);
        }
        case 416 -> throw forget(part, "the file is shorter than what came of it");
        default -> refuse(response);
      }
    }
  }

  /** Asks the server anew that had redirected, if that URL has expired. */
  private void refuse(ServerResponse response) throws IOException {
    int status = response.status();
    if (EXPIRED.contains(status) && !asked.equals(url)) {
      asked = url;
    }
    if (status == 429 || status == 503) {
      throw new BusyServerException(status, response.retryAfter(Instant.now()));
    }
    throw new IOException("HTTP " + status + " instead of the rest of the file");
  }

  /**
   * Throws unless the body begins where the part ends, and is of the same version: not every server
   * heeds If-Range (RFC 9110 §13.1.5, §15.3.7.3), and some send a range for which nobody asked.
   */
  private void requireRest(ServerResponse response, PartialFile part) throws IOException {
    Matcher range = CONTENT_RANGE.matcher(response.field("Content-Range").orElse(""));
    boolean isAsked = !version.isEmpty() && range.matches();
    if (!isAsked || Long.parseLong(range.group(1)) != part.length()) {
      throw forget(part, "the server sent another range than was asked for");
    }
    boolean isSame =
        version.equals(response.field("ETag").orElse(""))
            || version.equals(response.field("Last-Modified").orElse(""));
    if (!isSame) {
      throw forget(part, "the file has changed during the download");
    }
    requireTotal(range.group(3), part);
  }

  /** Learns the file's length, without which nothing tells a short range from the last one. */
  private void requireTotal(String text, PartialFile part) throws IOException {
    if (text.equals("*")) {
      if (length() < 0) {
        throw forget(part, "the server does not say where the file ends");
      }
      return;
    }
    if (length() >= 0 && Long.parseLong(text) != length()) {
      throw forget(part, "the file has changed during the download");
    }
    total = Long.parseLong(text);
  }

  /** Drops the part, because nothing proves that it can be continued. */
  private IOException forget(PartialFile part, String why) throws DownloadException {
    progress.note(asked + ": " + why + "; starting over");
    version = "";
    total = -1;
    validator.delete();
    part.truncate(0);
    return new IOException(asked + ": " + why);
  }

  /**
   * Throws if bytes are missing: a part may be shorter than what was asked for (RFC 9110 §15.3.7),
   * and the rest is asked for anew. Starts over if there are more than the file has.
   */
  private void requireWhole(PartialFile part) throws IOException {
    if (length() >= 0 && part.length() > length()) {
      throw forget(part, "more bytes came than the file has");
    }
    if (part.length() < length()) {
      throw new IOException(
          "%s: only %d of %d bytes came".formatted(current.uri(), part.length(), length()));
    }
  }

  /**
   * Starts over, because the server knows no ranges or the file has another ETag now (RFC 9110
   * §13.1.5). The content may be the same: a server may have a better ETag once it knows the hash.
   */
  private void startOver(ServerResponse response, PartialFile part)
      throws IOException, InterruptedException {
    progress.note(current.uri() + " does not continue where the download broke off; starting over");
    current = response;
    total = -1;
    version = KnownEtag.of(response);
    part.truncate(0);
    remember();
    started();
    copy(response.body(), part);
  }

  /** Appends the body. */
  private void copy(BodyReader body, PartialFile part) throws IOException, InterruptedException {
    long position = part.length();
    for (ByteBuffer bytes = body.next(); bytes != null; bytes = body.next()) {
      int length = bytes.remaining();
      part.write(position, bytes);
      position += length;
      progress.received(Source.HTTP, length);
    }
    requireWhole(part);
  }

  /** Compares the content with the hash that the server sent, if it sent one. */
  private void verify() throws IOException {
    var expected = ContentDigest.of(current);
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
