package org.spillway.client;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.spillway.client.DownloadException.Reason;
import org.spillway.torrent.InfoDictionary;

/**
 * The file {@code TARGET.part}, which holds the content until it is complete. It is locked against
 * a second download of the same file, and stays if the download ends early. Reads and writes are
 * safe for use by many threads.
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
    return target.resolveSibling(target.getFileName() + ".part");
  }

  /**
   * @throws DownloadException if it cannot be written, or if another download writes to it
   */
  static PartialFile open(Path target) throws DownloadException {
    Path part = partOf(target);
    try {
      return new PartialFile(target, part, lock(part, FileChannel.open(part, READ, WRITE, CREATE)));
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(Reason.FILE, part.toString(), e);
    }
  }

  private static FileChannel lock(Path part, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // The same as null, but by another thread of this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new DownloadException(
        Reason.FILE,
        part
            + ": another download is writing to it; wait until it ends, or choose another path with"
            + " --output");
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
   * Fills the buffer's remaining room, as far as the file reaches. The file may have its final name
   * already.
   */
  void read(long position, ByteBuffer target) throws IOException {
    long at = position;
    int read = 0;
    while (target.hasRemaining() && read >= 0) {
      read = channel.read(target, at);
      at += Math.max(0, read);
    }
  }

  /**
   * Reads every piece that lies within the file as it is now, in order, and hands it to {@code
   * check}.
   */
  void readPieces(InfoDictionary info, PieceCheck check) throws DownloadException {
    try {
      readPieces(channel, info, check);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  static void readPieces(FileChannel channel, InfoDictionary info, PieceCheck check)
      throws IOException {
    long length = channel.size();
    for (int piece = 0; piece < info.pieceCount(); piece++) {
      long start = (long) piece * info.pieceLength();
      var bytes = ByteBuffer.allocate(info.pieceSize(piece));
      if (start + bytes.capacity() > length || !readFully(channel, start, bytes)) {
        return;
      }
      if (!check.next(piece, bytes.array())) {
        return;
      }
    }
  }

  private static boolean readFully(FileChannel channel, long start, ByteBuffer bytes)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Writes the file to the disk, and gives it its final name. It can still be read.
   *
   * @param replace whether another file of that name may be replaced
   */
  void complete(boolean replace) throws DownloadException {
    try {
      channel.force(true);
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

  /** A visitor of pieces. */
  @FunctionalInterface
  interface PieceCheck {
    /** Looks at a piece, and returns whether to go on. */
    boolean next(int piece, byte[] bytes) throws IOException;
  }
}
