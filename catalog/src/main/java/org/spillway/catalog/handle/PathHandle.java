package org.spillway.catalog.handle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * A file or folder, of whatever kind, that is held but not opened (O_PATH of open(2)). Nobody can
 * make the caller wait for it: not even a FIFO waits for its writer. The handle stays with the same
 * inode, whatever becomes of its name. It needs no permission to read.
 */
public final class PathHandle implements AutoCloseable {
  private static final String PROBLEM = load();

  private final int descriptor;

  private PathHandle(int descriptor) {
    this.descriptor = descriptor;
  }

  private static String load() {
    if (PathHandle.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      // JNA leaves a thread and a thread-local value behind, which keep an undeployed application.
      return "a web application that uses JNA cannot be unloaded";
    }
    try {
      return LinuxCalls.load() ? probe() : "this system is not Linux";
    } catch (LinkageError e) {
      return "JNA cannot be used ("
          + e.toString().lines().findFirst().orElse("")
          + "); -Djna.tmpdir names a folder in which it may put its library";
    }
  }

  /** Tries them on a link: without the right numbers, it would be followed or refused. */
  private static String probe() {
    try (var link = of(Path.of("/proc/self"))) {
      return link.attributes().isSymbolicLink() ? "" : "this kernel does not know O_PATH";
    } catch (IOException e) {
      return "/proc cannot be used (" + e + ")";
    }
  }

  /** Returns why this system has no handles, or "" if it has them. */
  public static String problem() {
    return PROBLEM;
  }

  /** Holds what is at an absolute path; follows a link on the way there, but not one at its end. */
  public static PathHandle of(Path path) throws IOException {
    return new PathHandle(LinuxCalls.hold(path));
  }

  /**
   * Holds what has this name in this folder, and follows no link.
   *
   * @param name a single name
   * @throws NotDirectoryException if this is no folder
   */
  public PathHandle child(Path name) throws IOException {
    return new PathHandle(LinuxCalls.hold(descriptor, name));
  }

  /** Returns the attributes of what is held: those of a link itself if it is one. */
  public PosixFileAttributes attributes() throws IOException {
    return Files.readAttributes(path(), PosixFileAttributes.class);
  }

  /**
   * Returns a path by which what is held, and nothing else, can be opened while this is open. To
   * open a FIFO by it would wait.
   */
  public Path path() {
    return Path.of("/proc/self/fd/" + descriptor);
  }

  @Override
  public void close() throws IOException {
    LinuxCalls.release(descriptor);
  }
}
