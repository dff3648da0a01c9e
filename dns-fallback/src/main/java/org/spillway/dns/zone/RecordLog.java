package org.spillway.dns.zone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * A file of RRsets, one behind the other, that is written at its end and read through a mapping:
 * the records of a million torrents are no business of the garbage collector, and the system may
 * take their pages.
 *
 * <p>An entry is the CRC32C of the rest, the count of its records, their length, the name, and the
 * records; one without records says that a name is gone. What follows an entry whose checksum is
 * wrong was lost with the power. For one writer at a time.
 */
final class RecordLog {
  /** Of the file, which has a hole where nothing is written yet, in bytes. */
  static final int SIZE = 64 << 20;

  private static final int COUNT_AT = 4;
  private static final int LENGTH_AT = 8;
  private static final int NAME_AT = 12;
  private static final int HEAD = NAME_AT + 8 + 8 + 4 + 4;

  private final Path file;
  private final FileChannel channel;
  private final MappedByteBuffer mapped;
  private int end;

  private RecordLog(Path file, FileChannel channel, MappedByteBuffer mapped) {
    this.file = file;
    this.channel = channel;
    this.mapped = mapped;
  }

  /** A file that is not of the size is begun anew. */
  static RecordLog open(Path file) throws IOException {
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.size() != SIZE) {
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), SIZE - 1);
      }
      return new RecordLog(file, channel, channel.map(MapMode.READ_ONLY, 0, SIZE));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What an RRset takes up here, in bytes. */
  static int sizeOf(TxtRrset rrset) {
    return HEAD + rrset.length();
  }

  boolean hasRoom(int length) {
    return length <= SIZE - end;
  }

  /** Behind the last entry, in bytes; known once all was read. */
  int end() {
    return end;
  }

  /** Gives every entry, the oldest first; what is written next comes behind the last one. */
  void read(BiConsumer<RecordName, TxtRrset> found) {
    end = 0;
    while (isEntry(end)) {
      int length = mapped.getInt(end + LENGTH_AT);
      found.accept(nameAt(end), rrsetAt(end));
      end += HEAD + length;
    }
  }

  /**
   * Cuts off what may be left behind a lost entry: it must not follow the next one. To be called
   * when all was read, before anybody reads more.
   */
  void cutOff() throws IOException {
    if (end < SIZE) {
      channel.truncate(end);
      channel.write(ByteBuffer.allocate(1), SIZE - 1);
    }
  }

  private boolean isEntry(int at) {
    if (at + HEAD > SIZE || mapped.getInt(at + COUNT_AT) < 0) {
      return false;
    }
    int length = mapped.getInt(at + LENGTH_AT);
    return length >= 0
        && length <= SIZE - at - HEAD
        && mapped.getInt(at) == checksum(mapped.slice(at + COUNT_AT, HEAD - COUNT_AT + length));
  }

  private RecordName nameAt(int at) {
    return new RecordName(
        mapped.getLong(at + NAME_AT),
        mapped.getLong(at + NAME_AT + 8),
        mapped.getInt(at + NAME_AT + 16),
        mapped.getInt(at + NAME_AT + 20));
  }

  private TxtRrset rrsetAt(int at) {
    int length = mapped.getInt(at + LENGTH_AT);
    return new TxtRrset(mapped, at + HEAD, length, mapped.getInt(at + COUNT_AT));
  }

  private static int checksum(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * @throws IOException if it cannot be written; whatever was, the next one is written over it
   */
  TxtRrset append(RecordName name, TxtRrset rrset) throws IOException {
    var entry = ByteBuffer.allocate(sizeOf(rrset));
    entry.putInt(COUNT_AT, rrset.count()).putInt(LENGTH_AT, rrset.length());
    entry.putLong(NAME_AT, name.high()).putLong(NAME_AT + 8, name.middle());
    entry.putInt(NAME_AT + 16, name.low()).putInt(NAME_AT + 20, name.part());
    rrset.copyTo(entry.array(), HEAD);
    entry.putInt(0, checksum(entry.slice(COUNT_AT, entry.capacity() - COUNT_AT)));
    int at = end;
    while (entry.hasRemaining()) {
      channel.write(entry, at + entry.position());
    }
    end += entry.capacity();
    return rrsetAt(at);
  }

  void close() throws IOException {
    channel.close();
  }

  /** Whoever still reads from it may go on. */
  void delete() throws IOException {
    channel.close();
    Files.delete(file);
  }
}
