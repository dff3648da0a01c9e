package org.spillway.webapp.download;

import java.nio.file.Path;
import java.util.Optional;
import org.spillway.client.DownloadException;
import org.spillway.client.DownloadResult;
import org.spillway.client.Downloader;
import org.spillway.client.Progress;

/**
 * Something to download, as the user names it.
 *
 * @param text the argument, or the name of a file in a Metalink
 * @param fetch downloads it
 * @param checksum the hash that a Metalink gives it
 * @param name the name that a Metalink gives it
 * @param isFolder whether it is known to be a torrent of several files
 */
public record Argument(
    String text,
    Fetch fetch,
    Optional<Checksum> checksum,
    Optional<String> name,
    boolean isFolder) {
  /** Downloads something. */
  @FunctionalInterface
  public interface Fetch {
    /**
     * Downloads it, and blocks until it is complete.
     *
     * @param target a file, or a folder in which it gets a name
     */
    DownloadResult to(Path target, Downloader downloader, Progress progress)
        throws DownloadException, InterruptedException;
  }
}
