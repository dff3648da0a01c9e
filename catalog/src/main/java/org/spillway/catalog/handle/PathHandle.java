package org.spillway.catalog.handle;

import com.sun.jna.LastErrorException;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

/**
 * A file or folder, of whatever kind, that is held but not opened (O_PATH of open(2)). Nobody can
 * make the caller wait for it: not even a FIFO waits for its writer. The handle stays with the same
 * inode, whatever becomes of its name. It needs no permission to read.
 */
public final class PathHandle implements AutoCloseable {
  private static final int NO_ENTRY = 2;
  private static final int ACCESS = 13;
  private static final int NOT_DIRECTORY = 20;

  /** The encoding in which Java reads and writes the names of files. */
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

  private static final String PROBLEM = load();

  private final int descriptor;

  private PathHandle(int descriptor) {
    this.descriptor = descriptor;
  }

  private static String load() {
    if (!Platform.isLinux()) {
      return "this system is not Linux";
    }
    try {
      LinuxCalls.load();
      return probe();
    } catch (LinkageError e) {
      return "JNA cannot be loaded (" + firstLine(e) + ")";
    }
  }

  private static String firstLine(LinkageError e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
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
    try {
      return new PathHandle(LinuxCalls.open(bytes(path), LinuxCalls.HOLD));
    } catch (LastErrorException e) {
      throw failure(path, e);
    }
  }

  /**
   * Holds what has this name in this folder, and follows no link.
   *
   * @param name a single name
   * @throws NotDirectoryException if this is no folder
   */
  public PathHandle child(Path name) throws IOException {
    try {
      return new PathHandle(LinuxCalls.openat(descriptor, bytes(name), LinuxCalls.HOLD));
    } catch (LastErrorException e) {
      throw failure(name, e);
    }
  }

  private static byte[] bytes(Path path) {
    return (path + "\0").getBytes(NAMES);
  }

  private static FileSystemException failure(Path path, LastErrorException e) {
    return switch (e.getErrorCode()) {
      case NO_ENTRY -> new NoSuchFileException(path.toString());
      case ACCESS -> new AccessDeniedException(path.toString());
      case NOT_DIRECTORY -> new NotDirectoryException(path.toString());
      default -> new FileSystemException(path.toString(), null, e.getMessage());
    };
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
    try {
      LinuxCalls.close(descriptor);
    } catch (LastErrorException e) {
      throw new IOException("a path handle cannot be closed: " + e.getMessage(), e);
    }
  }
}
