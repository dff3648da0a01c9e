package org.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.http.ServerResponse;

/**
 * The strong ETag, or date, of a plain file that is half downloaded, kept beside it in {@code
 * TARGET.part.etag}. Its presence also says that the partial file has no holes, which that of a
 * torrent may have.
 */
final class KnownEtag {
  private final Path file;

  private KnownEtag(Path file) {
    this.file = file;
  }

  static KnownEtag of(Path target) {
    Path part = PartialFile.partOf(target);
    return new KnownEtag(part.resolveSibling(part.getFileName() + ".etag"));
  }

  /**
   * Returns the ETag, or empty if it is missing or weak: two contents may share a weak one (RFC
   * 9110 §8.8.1).
   */
  static Optional<String> etag(ServerResponse response) {
    return response.field("ETag").filter(etag -> etag.startsWith("\""));
  }

  /**
   * Returns what proves that two responses are of the same version: a strong ETag, or else a
   * Last-Modified date that is strong because it is a minute before the response's own date (RFC
   * 9110 §8.8.2.2), or an empty text.
   */
  static String of(ServerResponse response) {
    return etag(response).or(() -> strongDate(response)).orElse("");
  }

  private static Optional<String> strongDate(ServerResponse response) {
    var modified = response.field("Last-Modified");
    boolean isStrong =
        modified.isPresent()
            && response.field("Date").isPresent()
            && response.field("ETag").isEmpty()
            && isMinuteBefore(modified.get(), response.field("Date").get());
    return isStrong ? modified : Optional.empty();
  }

  private static boolean isMinuteBefore(String first, String second) {
    try {
      var format = DateTimeFormatter.RFC_1123_DATE_TIME;
      var modified = Instant.from(format.parse(first));
      return !modified.plusSeconds(60).isAfter(Instant.from(format.parse(second)));
    } catch (DateTimeException e) {
      return false;
    }
  }

  Optional<String> read() throws DownloadException {
    try {
      return Optional.of(Files.readString(file, UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, file.toString(), e);
    }
  }

  void write(String etag) throws DownloadException {
    try {
      Files.writeString(file, etag, UTF_8);
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, file.toString(), e);
    }
  }

  void delete() throws DownloadException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, file.toString(), e);
    }
  }
}
