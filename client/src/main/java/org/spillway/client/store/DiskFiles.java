package org.spillway.client.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.spillway.torrent.TorrentFile;

/**
 * The files of a torrent below a folder. No symbolic link below it is followed, also if somebody
 * else has put it there: every folder on the way is looked at before a file is opened. Safe for use
 * by many threads.
 */
final class DiskFiles {
  /** The size of a file that is not there. */
  static final long MISSING = -1;

  private final Path root;
  private final List<TorrentFile> files;
  private final IntFunction<List<String>> paths;

  /**
   * @param paths the path below the root of each file, by its index
   */
  DiskFiles(Path root, List<TorrentFile> files, IntFunction<List<String>> paths) {
    this.root = root;
    this.files = files;
    this.paths = paths;
  }

  int count() {
    return files.size();
  }

  TorrentFile file(int file) {
    return files.get(file);
  }

  /** Returns whether this is a file that is written. */
  boolean isOnDisk(int file) {
    return FilePaths.isOnDisk(files.get(file));
  }

  Path path(int file) {
    Path path = root;
    for (String name : paths.apply(file)) {
      path = path.resolve(name);
    }
    return path;
  }

  /** Returns the size of a file as it is now, or {@link #MISSING}. */
  long size(int file) throws StorageException {
    Path path = path(file);
    try {
      return requireFolders(file) ? sizeOf(path) : MISSING;
    } catch (IOException e) {
      throw StorageException.of(path, e);
    }
  }

  private static long sizeOf(Path path) throws IOException {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new StorageException(path, "is not a regular file; remove it");
      }
      return attributes.size();
    } catch (NoSuchFileException e) {
      return MISSING;
    }
  }

  /** Opens a file to read it. */
  FileChannel openToRead(int file) throws StorageException {
    return open(file, READ, NOFOLLOW_LINKS);
  }

  /** Opens a file to read and write it. */
  FileChannel open(int file) throws StorageException {
    return open(file, READ, WRITE, NOFOLLOW_LINKS);
  }

  private FileChannel open(int file, OpenOption... options) throws StorageException {
    if (size(file) == MISSING) {
      throw new StorageException(path(file), "is missing; it was there, or should be");
    }
    try {
      return FileChannel.open(path(file), options);
    } catch (IOException e) {
      throw new StorageException(path(file), e);
    }
  }

  /** Opens a file to read and write it, and creates it and its folders if they are missing. */
  FileChannel create(int file) throws StorageException {
    makeFolders(file);
    long size = size(file);
    try {
      return size == MISSING
          ? FileChannel.open(path(file), READ, WRITE, CREATE, NOFOLLOW_LINKS)
          : FileChannel.open(path(file), READ, WRITE, NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new StorageException(path(file), e);
    }
  }

  /** Creates the folders of a file that are missing, but never the root. */
  void makeFolders(int file) throws StorageException {
    for (Path folder : folders(file)) {
      try {
        if (!isFolder(folder)) {
          Files.createDirectory(folder);
        }
      } catch (FileAlreadyExistsException e) {
        // Another thread was faster, and every folder is looked at again.
      } catch (IOException e) {
        throw StorageException.of(folder, e);
      }
    }
  }

  /**
   * Returns whether the folders of a file exist.
   *
   * @throws StorageException if one of them is something else
   */
  private boolean requireFolders(int file) throws IOException {
    for (Path folder : folders(file)) {
      if (!isFolder(folder)) {
        return false;
      }
    }
    return true;
  }

  private List<Path> folders(int file) {
    var names = paths.apply(file);
    List<Path> folders = new ArrayList<>();
    Path folder = root;
    for (String name : names.subList(0, Math.max(0, names.size() - 1))) {
      folder = folder.resolve(name);
      folders.add(folder);
    }
    return folders;
  }

  private static boolean isFolder(Path folder) throws IOException {
    try {
      var attributes = Files.readAttributes(folder, BasicFileAttributes.class, NOFOLLOW_LINKS);
      if (!attributes.isDirectory()) {
        throw new StorageException(folder, "is not a folder; remove it");
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
