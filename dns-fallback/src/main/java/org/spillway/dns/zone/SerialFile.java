package org.spillway.dns.zone;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.Problem;

/** Keeps the last published serial in a file of four bytes, or nowhere. For one thread. */
final class SerialFile implements AutoCloseable {
  private static final System.Logger log = System.getLogger(SerialFile.class.getName());

  private static final String NAME = "serial";

  private final @Nullable FileChannel channel;
  private boolean fails;

  private SerialFile(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  static SerialFile none() {
    return new SerialFile(null);
  }

  /**
   * Opens the file in a folder.
   *
   * @throws IOException if the file cannot be used; the message names it
   */
  static SerialFile open(Path folder) throws IOException {
    try {
      return new SerialFile(
          FileChannel.open(
              folder.resolve(NAME),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new IOException("state-dir: " + folder + " cannot be used: " + Problem.of(e), e);
    }
  }

  /** Returns the serial; empty if the file has none, as in a new folder. */
  OptionalInt read() throws IOException {
    var bytes = ByteBuffer.allocate(Integer.BYTES);
    boolean whole = channel != null && channel.read(bytes, 0) == bytes.capacity();
    return whole ? OptionalInt.of(bytes.getInt(0)) : OptionalInt.empty();
  }

  /**
   * Writes the serial without forcing it to the disk, because after a loss of power the clock is
   * further on anyway.
   */
  void write(int serial) {
    if (channel == null) {
      return;
    }
    try {
      channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, serial), 0);
      fails = false;
    } catch (IOException e) {
      if (!fails) {
        log.log(WARNING, "state-dir: the serial of the DNS zones is not kept: {0}", Problem.of(e));
      }
      fails = true;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
