package org.spillway.client.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files that one download at a time may write to. */
public final class LockedFile {
  private LockedFile() {}

  /**
   * Opens a file and locks it, or creates it. A symbolic link is not followed. The lock ends when
   * the channel is closed, and on some systems when any other channel of this file is.
   *
   * @param part the file or folder that the lock protects, for messages
   * @throws StorageException if the file cannot be opened, or if another download has it
   */
  public static FileChannel open(Path file, Path part) throws StorageException {
    try {
      return lock(FileChannel.open(file, READ, WRITE, CREATE, NOFOLLOW_LINKS), part);
    } catch (NoSuchFileException e) {
      throw new StorageException(part, "no such folder");
    } catch (IOException e) {
      throw StorageException.of(part, e);
    }
  }

  private static FileChannel lock(FileChannel channel, Path part) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process holds the lock; null says the same of other processes.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StorageException(
        part,
        "another download is writing to it; wait until it ends, or choose another path with"
            + " --output");
  }
}
