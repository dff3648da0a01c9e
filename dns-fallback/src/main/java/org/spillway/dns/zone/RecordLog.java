package org.spillway.dns.zone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/**
 * A file of RRsets, to which entries are appended and which is read through mappings. So the
 * garbage collector need not handle the records of a million torrents, and the system may take
 * their pages back.
 *
 * <p>An entry consists of the CRC32C of the rest, the number of its records, their length, the
 * name, and the records. An entry without records says that the name is gone. When a checksum is
 * wrong, the power failed while the entry was written, and nothing behind it counts. For one writer
 * at a time.
 */
final class RecordLog {
  /** The length of the longest file, in bytes. */
  static final int SIZE = 64 << 20;

  private static final int COUNT_AT = 4;
  private static final int LENGTH_AT = 8;
  private static final int NAME_AT = 12;
  private static final int HEAD = NAME_AT + 8 + 8 + 4 + 4;

  private final Path file;
  private final FileChannel channel;

  /** The block that is written; it has no room before the first entry. */
  private RecordBlock block = RecordBlock.onHeap(ByteBuffer.allocate(0));

  private int end;

  private RecordLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static RecordLog open(Path file) throws IOException {
    return new RecordLog(
        file,
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** Returns how much room an RRset takes here, in bytes. */
  static int sizeOf(TxtRrset rrset) {
    return HEAD + rrset.length();
  }

  Path file() {
    return file;
  }

  /** Returns whether the file has room for an entry, and nobody else has changed its length. */
  boolean takes(int length) throws IOException {
    return length <= SIZE - end && !isCutShort();
  }

  /** Returns the end of the last entry, in bytes; it is known once everything has been read. */
  int end() {
    return end;
  }

  /** Returns whether the file ends before its last entry, because another program changed it. */
  boolean isCutShort() throws IOException {
    return channel.size() < end;
  }

  /** Hands over every entry, oldest first; what is written next is put behind the last one. */
  void read(BiConsumer<RecordName, TxtRrset> found) throws IOException {
    end = 0;
    int before;
    do {
      before = end;
      readBlock(found);
    } while (end > before && end < SIZE);
  }

  /** Reads as many entries as a block holds. */
  private void readBlock(BiConsumer<RecordName, TxtRrset> found) throws IOException {
    int from = end;
    var bytes = bytesFrom(from);
    var read = RecordBlock.of(this, from, bytes);
    while (isEntry(bytes, end - from)) {
      int at = end - from;
      int length = bytes.getInt(at + LENGTH_AT);
      var rrset = new TxtRrset(read, end + HEAD, length, bytes.getInt(at + COUNT_AT));
      found.accept(nameAt(bytes, at), rrset);
      end += HEAD + length;
    }
    read.settle(channel, end);
  }

  private ByteBuffer bytesFrom(int from) throws IOException {
    var bytes = ByteBuffer.allocate(RecordBlock.SIZE);
    while (bytes.hasRemaining() && channel.read(bytes, (long) from + bytes.position()) > 0) {
      // Until the block is full or the file ends.
    }
    return bytes.flip();
  }

  /**
   * Cuts off the bytes after the last entry, which may belong to a lost one and must not follow the
   * next entry. Must be called when everything has been read, and before anybody reads more.
   */
  void cutOff() throws IOException {
    channel.truncate(end);
  }

  private static boolean isEntry(ByteBuffer bytes, int at) {
    if (at + HEAD > bytes.limit() || bytes.getInt(at + COUNT_AT) < 0) {
      return false;
    }
    int length = bytes.getInt(at + LENGTH_AT);
    return length >= 0
        && length <= bytes.limit() - at - HEAD
        && bytes.getInt(at) == checksum(bytes.slice(at + COUNT_AT, HEAD - COUNT_AT + length));
  }

  private static RecordName nameAt(ByteBuffer bytes, int at) {
    return new RecordName(
        bytes.getLong(at + NAME_AT),
        bytes.getLong(at + NAME_AT + 8),
        bytes.getInt(at + NAME_AT + 16),
        bytes.getInt(at + NAME_AT + 20));
  }

  private static int checksum(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * Appends an RRset.
   *
   * @throws IOException if the RRset cannot be written; the next one takes its place
   */
  TxtRrset append(RecordName name, TxtRrset rrset) throws IOException {
    var entry = entry(name, rrset);
    if (!block.hasRoom(end, entry.capacity())) {
      block.settle(channel, end);
      block = RecordBlock.of(this, end, ByteBuffer.allocate(RecordBlock.SIZE));
    }
    write(entry);
    block.put(end, entry);
    int at = end + HEAD;
    end += entry.capacity();
    return new TxtRrset(block, at, rrset.length(), rrset.count());
  }

  private static ByteBuffer entry(RecordName name, TxtRrset rrset) {
    var entry = ByteBuffer.allocate(sizeOf(rrset));
    entry.putInt(COUNT_AT, rrset.count()).putInt(LENGTH_AT, rrset.length());
    entry.putLong(NAME_AT, name.high()).putLong(NAME_AT + 8, name.middle());
    entry.putInt(NAME_AT + 16, name.low()).putInt(NAME_AT + 20, name.part());
    rrset.copyTo(entry.array(), HEAD);
    return entry.putInt(0, checksum(entry.slice(COUNT_AT, entry.capacity() - COUNT_AT)));
  }

  private void write(ByteBuffer entry) throws IOException {
    try {
      while (entry.hasRemaining()) {
        channel.write(entry, (long) end + entry.position());
      }
    } finally {
      if (entry.hasRemaining()) {
        // Gives back the room that a partly written entry took.
        channel.truncate(end);
      }
    }
  }

  void close() throws IOException {
    channel.close();
  }

  /** Deletes the file; readers may go on reading from it. */
  void delete() throws IOException {
    channel.close();
    Files.delete(file);
  }
}
