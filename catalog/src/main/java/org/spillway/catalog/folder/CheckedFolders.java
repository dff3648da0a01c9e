package org.spillway.catalog.folder;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Does the work of {@link SafeFolders} where folders cannot be held open: it looks at each folder
 * on the way before and after. Moving a folder changes its time of change. So an exchange of a
 * folder for another one or a link, and back, is noticed if the folder's last change before was old
 * enough.
 */
final class CheckedFolders {
  /** How often a folder can turn out to have changed just now. */
  private static final int ATTEMPTS = 3;

  private CheckedFolders() {}

  static OpenFile open(Path root, Path file) throws IOException {
    var before = settled(root, FolderPaths.folderOf(file));
    if (!FileStatus.of(file).isRegularFile()) {
      // Opening a FIFO would wait until somebody writes to it.
      throw new NoSuchFileException(file.toString(), null, "not a regular file");
    }
    var channel = FileChannel.open(file, StandardOpenOption.READ, NOFOLLOW_LINKS);
    try {
      var key = FileStatus.of(file).key();
      requireSame(before, root, FolderPaths.folderOf(file));
      return new OpenFile(channel, key);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static NameList names(Path root, Path folder) throws IOException {
    var before = settled(root, folder);
    try (var entries = Files.newDirectoryStream(FolderPaths.inside(folder))) {
      var names = NameList.of(entries);
      requireSame(before, root, folder);
      return names;
    }
  }

  private static List<FileStatus> settled(Path root, Path folder) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var statuses = statuses(root, folder);
      long now = FileStatus.now();
      long left = statuses.stream().mapToLong(s -> s.nanosUntilSettled(now)).max().orElse(0);
      if (left <= 0) {
        return statuses;
      }
      LockSupport.parkNanos(left);
    }
    throw new IOException(folder + ": changes all the time");
  }

  /** Returns the status of each folder on the way, from below the root on. */
  private static List<FileStatus> statuses(Path root, Path folder) throws IOException {
    FolderPaths.requireWithin(root, folder);
    List<FileStatus> statuses = new ArrayList<>();
    for (Path at = folder; !at.equals(root); at = FolderPaths.folderOf(at)) {
      var status = FileStatus.of(at);
      if (!status.isFolder() || !status.worldMayEnter()) {
        throw new IOException(at + ": closed to the world");
      }
      statuses.add(status);
    }
    return statuses;
  }

  private static void requireSame(List<FileStatus> before, Path root, Path folder)
      throws IOException {
    if (!statuses(root, folder).equals(before)) {
      throw new IOException(folder + ": changed while in use");
    }
  }
}
