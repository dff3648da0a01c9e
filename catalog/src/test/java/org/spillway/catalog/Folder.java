package org.spillway.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A content root in the making: every file readable by the world unless a test says otherwise. */
public record Folder(Path root) {

  public Path write(String path, byte[] content) {
    try {
      Path file = at(path);
      makeFolder(file.getParent());
      Files.write(file, content);
      return permit(file, "rw-r--r--");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeFolder(@Nullable Path folder) throws IOException {
    if (folder != null && !folder.equals(root) && !Files.exists(folder)) {
      makeFolder(folder.getParent());
      permit(Files.createDirectory(folder), "rwxr-xr-x");
    }
  }

  /** Writes beside and moves there: the path leads to another inode afterwards. */
  public Path replace(String path, byte[] content) {
    try {
      Path beside = write(path + ".new", content);
      return Files.move(beside, at(path), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes into the file and puts its modification time back, as reproducible builds do. */
  public void overwriteUnderSameTime(String path, byte[] content) throws IOException {
    FileTime before = Files.getLastModifiedTime(at(path));
    Files.write(at(path), content, StandardOpenOption.WRITE);
    Files.setLastModifiedTime(at(path), before);
  }

  public Path link(String path, String target) throws IOException {
    return Files.createSymbolicLink(at(path), Path.of(target));
  }

  public Path at(String path) {
    return root.resolve(path.substring(1));
  }

  public static Path permit(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  public static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
