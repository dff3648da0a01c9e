package org.spillway.catalog.handle;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Functions of the C library, by their own names. Paths end with a zero byte. Each throws what
 * errno says.
 */
final class LinuxCalls {
  private static final int O_PATH = 010000000;
  private static final int O_CLOEXEC = 02000000;

  /** Opens the inode of a name itself, also that of a link, and nothing of what it stands for. */
  static final int HOLD = O_PATH | O_CLOEXEC | noFollow();

  private LinuxCalls() {}

  /** O_NOFOLLOW, which some architectures number in their own way. */
  private static int noFollow() {
    boolean ownWay = Platform.isARM() || Platform.isPPC();
    return ownWay ? 0100000 : 0400000;
  }

  /**
   * Finds the functions; to be called before the first of them.
   *
   * @throws LinkageError if this system does not let them be called
   */
  static void load() {
    // What is found stays valid, because the process never unloads its C library. An open library
    // would keep a thread of JNA.
    try (var library = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)) {
      Native.register(LinuxCalls.class, library);
    }
  }

  static native int open(byte[] path, int flags) throws LastErrorException;

  static native int openat(int folder, byte[] name, int flags) throws LastErrorException;

  static native int close(int descriptor) throws LastErrorException;
}
