package org.spillway.client.helper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the unfinished downloads in a folder, so that they are found again after the helper or the
 * browser has ended. Several helpers may share the folder, as a browser starts one for each
 * connection. Each download belongs to the helper that has claimed it, until that helper ends in
 * any way.
 */
final class DownloadJournal {
  private static final String SUFFIX = ".json";

  private final Path folder;

  private DownloadJournal(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the journal in a folder.
   *
   * @throws IOException if the folder is missing and cannot be created
   */
  static DownloadJournal in(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // The addresses of what somebody downloads are nobody else's affair.
      var own = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(own));
    } else {
      Files.createDirectories(folder);
    }
    return new DownloadJournal(folder);
  }

  /** Returns the ids of all remembered downloads, also of those that other helpers have claimed. */
  List<String> ids() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(id -> HelperRequest.ID.matcher(id).matches())
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Claims a download, remembered or new.
   *
   * @return the entry, or empty if another helper has claimed it
   */
  Optional<JournalEntry> claim(String id) throws IOException {
    return JournalEntry.claim(folder, id);
  }
}
