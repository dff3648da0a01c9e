package org.spillway.catalog.handle;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Calls the C library. No other class needs JNA, which an application may lack. */
final class LinuxCalls {
  private static final int O_PATH = 010000000;
  private static final int O_CLOEXEC = 02000000;

  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int ENOTDIR = 20;

  /** Opens the inode of a name itself, also that of a link, and nothing of what it stands for. */
  private static final int HOLD = O_PATH | O_CLOEXEC | noFollow();

  /** The encoding in which Java reads and writes the names of files. */
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

  private LinuxCalls() {}

  /** O_NOFOLLOW, which some architectures number in their own way. */
  private static int noFollow() {
    boolean ownWay = Platform.isARM() || Platform.isPPC();
    return ownWay ? 0100000 : 0400000;
  }

  /**
   * Finds the functions; to be called before the other methods.
   *
   * @return false if this system is not Linux
   * @throws LinkageError if this system does not let them be called
   */
  static boolean load() {
    if (!Platform.isLinux()) {
      return false;
    }
    // What is found stays valid, because the process never unloads its C library. An open library
    // would keep a thread of JNA.
    try (var library = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)) {
      Native.register(LinuxCalls.class, library);
    }
    return true;
  }

  private static native int open(byte[] path, int flags) throws LastErrorException;

  private static native int openat(int folder, byte[] name, int flags) throws LastErrorException;

  private static native int close(int descriptor) throws LastErrorException;

  /** Returns a descriptor of what is at an absolute path, a link at its end included. */
  static int hold(Path path) throws IOException {
    try {
      return open(bytes(path), HOLD);
    } catch (LastErrorException e) {
      throw failure(path, e);
    }
  }

  /** Returns a descriptor of what has this name in a folder, given by its descriptor. */
  static int hold(int folder, Path name) throws IOException {
    try {
      return openat(folder, bytes(name), HOLD);
    } catch (LastErrorException e) {
      throw failure(name, e);
    }
  }

  static void release(int descriptor) throws IOException {
    try {
      close(descriptor);
    } catch (LastErrorException e) {
      throw new IOException("a path handle cannot be closed: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path path) {
    return (path + "\0").getBytes(NAMES);
  }

  private static FileSystemException failure(Path path, LastErrorException e) {
    return switch (e.getErrorCode()) {
      case ENOENT -> new NoSuchFileException(path.toString());
      case EACCES -> new AccessDeniedException(path.toString());
      case ENOTDIR -> new NotDirectoryException(path.toString());
      default -> new FileSystemException(path.toString(), null, e.getMessage());
    };
  }
}
