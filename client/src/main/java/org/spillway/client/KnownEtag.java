package org.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.spillway.client.DownloadException.Reason;

/**
 * The strong ETag of a plain file that is half downloaded, kept beside it in {@code
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
  static Optional<String> etag(HttpResponse<?> response) {
    return response.headers().firstValue("ETag").filter(etag -> etag.startsWith("\""));
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
