package org.spillway.client.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Map;
import org.spillway.torrent.InfoDictionary;

/**
 * The folder {@code TARGET.part} of a torrent of several files. A locked file in it says that a
 * download has made it.
 */
final class PartFolder implements Part {
  /** The name of the locked file. */
  static final String LOCK = ".spillway.lock";

  private final Path target;
  private final Path part;
  private final InfoDictionary info;
  private final FileChannel lock;
  private final FilePaths paths;
  private final DiskFiles disk;
  private final OpenFiles open;

  private PartFolder(Path target, Path part, InfoDictionary info, FileChannel lock) {
    this.target = target;
    this.part = part;
    this.info = info;
    this.lock = lock;
    this.paths = FilePaths.of(info.files(), NameRules.at(part), LOCK);
    this.disk = new DiskFiles(part, info.files(), paths::path);
    this.open = new OpenFiles(disk::open, disk::create);
  }

  static PartFolder open(Path target, InfoDictionary info) throws StorageException {
    Path part = Part.of(target);
    try {
      Folders.make(part);
      boolean isOurs = Files.exists(part.resolve(LOCK), NOFOLLOW_LINKS);
      if (!isOurs && !Folders.isEmpty(part)) {
        throw new StorageException(
            part,
            "no download has made this folder; remove it, or choose another path with --output");
      }
    } catch (IOException e) {
      throw StorageException.of(part, e);
    }
    return new PartFolder(target, part, info, LockedFile.open(part.resolve(LOCK), part));
  }

  @Override
  public DiskFiles disk() {
    return disk;
  }

  @Override
  public OpenFiles open() {
    return open;
  }

  @Override
  public List<String> notes() {
    return paths.notes();
  }

  @Override
  public void rename(boolean overwrite) throws IOException {
    for (int file = 0; file < disk.count(); file++) {
      if (disk.isOnDisk(file) && disk.file(file).isExecutable()) {
        makeExecutable(disk.path(file));
      }
    }
    open.close();
    boolean exists = Files.exists(target, NOFOLLOW_LINKS);
    if (exists && !overwrite) {
      throw new FileAlreadyExistsException(target.toString());
    }
    if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
      moveInto(target);
      return;
    }
    Folders.sweep(part, disk, part.resolve(LOCK));
    if (exists) {
      Files.delete(target);
    }
    // Not before the rename: a folder without the locked file would not be continued.
    lock.close();
    Files.move(part, target);
    Files.deleteIfExists(target.resolve(LOCK));
  }

  private static void makeExecutable(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    var permissions = view.readAttributes().permissions();
    var added =
        Map.of(OWNER_READ, OWNER_EXECUTE, GROUP_READ, GROUP_EXECUTE, OTHERS_READ, OTHERS_EXECUTE);
    added.forEach(
        (read, execute) -> {
          if (permissions.contains(read)) {
            permissions.add(execute);
          }
        });
    Files.setPosixFilePermissions(file, permissions);
  }

  /**
   * Moves the files into the folder that exists, and replaces files of the same names. All others
   * in it stay.
   */
  private void moveInto(Path existing) throws IOException {
    var places = new DiskFiles(existing, info.files(), paths::path);
    for (int file = 0; file < disk.count(); file++) {
      if (disk.isOnDisk(file)) {
        // Fails if something stands in the way that is no file, before anything is moved.
        places.size(file);
      }
    }
    for (int file = 0; file < disk.count(); file++) {
      if (disk.isOnDisk(file)) {
        places.makeFolders(file);
        Files.move(disk.path(file), places.path(file), ATOMIC_MOVE, REPLACE_EXISTING);
      }
    }
    lock.close();
    Folders.delete(part);
  }

  @Override
  public void close() throws IOException {
    try {
      open.close();
    } finally {
      lock.close();
    }
  }
}
