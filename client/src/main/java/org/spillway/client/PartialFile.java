package org.spillway.client;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.store.LockedFile;
import org.spillway.client.store.PieceFiles;
import org.spillway.client.store.StorageException;

/**
 * The file {@code TARGET.part} of a plain file, which holds the content until it is complete. It is
 * locked against a second download of the same file, and stays if the download ends early.
 */
final class PartialFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final FileChannel channel;

  private PartialFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  static Path partOf(Path target) {
    return PieceFiles.partOf(target);
  }

  /**
   * @throws DownloadException if it cannot be written, or if another download writes to it
   */
  static PartialFile open(Path target) throws DownloadException {
    Path part = partOf(target);
    try {
      return new PartialFile(target, part, LockedFile.open(part, part));
    } catch (StorageException e) {
      throw new DownloadException(Reason.FILE, String.valueOf(e.getMessage()));
    }
  }

  long length() throws DownloadException {
    try {
      return channel.size();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Cuts the file to this length in bytes. */
  void truncate(long length) throws DownloadException {
    try {
      channel.truncate(length);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  void write(long position, ByteBuffer bytes) throws DownloadException {
    try {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /**
   * Writes the file to the disk, and gives it its final name.
   *
   * @param replace whether another file of that name may be replaced
   */
  void complete(boolean replace) throws DownloadException {
    try {
      channel.force(true);
      channel.close();
      if (replace) {
        Files.move(part, target, ATOMIC_MOVE, REPLACE_EXISTING);
      } else {
        Files.move(part, target);
      }
    } catch (FileAlreadyExistsException e) {
      throw new DownloadException(
          Reason.FILE, target + ": another file appeared there during the download");
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, target.toString(), e);
    }
  }

  private DownloadException broken(IOException e) {
    return new DownloadException(Reason.FILE, part.toString(), e);
  }

  /** Releases the file, complete or not. */
  @Override
  public void close() throws DownloadException {
    try {
      channel.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }
}
