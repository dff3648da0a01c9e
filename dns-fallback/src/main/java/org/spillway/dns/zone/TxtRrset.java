package org.spillway.dns.zone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The TXT records of one name in the form that they have in an answer whose question has that name.
 * This form is the same for every zone and every spelling of the name, because each record's owner
 * is a pointer to the question (RFC 1035 §4.1.4). Immutable.
 */
public final class TxtRrset {
  /** The longest RDATA of one record, in bytes; NSD transfers no record of 16,000 bytes. */
  private static final int MAX_RDATA = 15_950;

  /** A pointer to the question's name, which every message has at the same place. */
  private static final short OWNER = (short) 0xC00C;

  /** The length of owner, type, class, TTL and the length of the RDATA, in bytes. */
  private static final int HEAD = 2 + 2 + 2 + 4 + 2;

  private static final int TTL_AT = 6;
  private static final int LENGTH_AT = 10;

  /** An RRset without records, as at a name that is gone; it has no TTL. */
  public static final TxtRrset NONE =
      new TxtRrset(RecordBlock.onHeap(ByteBuffer.allocate(0)), 0, 0, 0);

  private final RecordBlock home;
  private final int at;
  private final int length;
  private final int count;

  /**
   * Wraps bytes.
   *
   * @param home the block that holds the records; its bytes do not change
   * @param at the position of the records in the block's file
   */
  TxtRrset(RecordBlock home, int at, int length, int count) {
    this.home = home;
    this.at = at;
    this.length = length;
    this.count = count;
  }

  /**
   * Makes an RRset.
   *
   * @param records the records, each a list of ASCII strings of at most 255 characters
   * @param ttl the time to live, in seconds
   */
  public static TxtRrset of(List<List<String>> records, int ttl) {
    int length = records.stream().mapToInt(record -> HEAD + rdataLength(record)).sum();
    var answer = ByteBuffer.allocate(length);
    for (List<String> record : records) {
      answer.putShort(OWNER).putShort((short) Type.TXT).putShort((short) DClass.IN).putInt(ttl);
      answer.putShort((short) rdataLength(record));
      for (String string : record) {
        // Each string follows a byte with its length (RFC 1035 §3.3.14).
        answer.put((byte) string.length()).put(string.getBytes(US_ASCII));
      }
    }
    return new TxtRrset(RecordBlock.onHeap(answer), 0, length, records.size());
  }

  private static int rdataLength(List<String> record) {
    return record.stream().mapToInt(string -> 1 + string.length()).sum();
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Returns the number of records. */
  public int count() {
    return count;
  }

  /** Returns how many bytes {@link #copyTo} writes. */
  public int length() {
    return length;
  }

  /** Returns the time to live, in seconds. */
  public int ttl() {
    return bytes().getInt(TTL_AT);
  }

  /**
   * Writes the records of an answer section whose owner is the name at byte 12 of the message.
   *
   * @throws UncheckedIOException if the file that keeps the records cannot be read any more; so do
   *     all methods that need the records
   */
  public void copyTo(byte[] message, int offset) {
    home.copyTo(at, message, offset, length);
  }

  private ByteBuffer bytes() {
    var bytes = ByteBuffer.allocate(length);
    copyTo(bytes.array(), 0);
    return bytes;
  }

  /** Returns whether every name server accepts and passes on records of such a length. */
  public boolean isPortable() {
    return rdatas().stream().allMatch(rdata -> rdata.length <= MAX_RDATA);
  }

  /** Returns the RDATA of each record, as a copy. */
  public List<byte[]> rdatas() {
    List<byte[]> rdatas = new ArrayList<>();
    var bytes = bytes();
    for (int from = 0; from < length; ) {
      byte[] rdata = new byte[bytes.getShort(from + LENGTH_AT) & 0xFFFF];
      bytes.get(from + HEAD, rdata);
      rdatas.add(rdata);
      from += HEAD + rdata.length;
    }
    return rdatas;
  }

  /** Returns the strings of each record. */
  List<List<String>> strings() {
    return rdatas().stream().map(TxtRrset::strings).toList();
  }

  private static List<String> strings(byte[] rdata) {
    List<String> strings = new ArrayList<>();
    for (int from = 0; from < rdata.length; ) {
      int stringLength = rdata[from] & 0xFF;
      strings.add(new String(rdata, from + 1, stringLength, US_ASCII));
      from += 1 + stringLength;
    }
    return strings;
  }

  public List<Record> records(Name owner) {
    return rdatas().stream()
        .map(rdata -> Record.newRecord(owner, Type.TXT, DClass.IN, ttl(), rdata))
        .toList();
  }

  /** Returns whether the other one is not only equal, but also kept in the same place. */
  public boolean isSame(@Nullable TxtRrset other) {
    return other != null && other.at == at && other.home.isBeside(home);
  }

  /** Returns whether the records are equal; those that cannot be read are not. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TxtRrset rrset
        && rrset.length == length
        && (isSame(rrset) || hasBytesOf(rrset));
  }

  private boolean hasBytesOf(TxtRrset other) {
    try {
      return bytes().equals(other.bytes());
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Override
  public int hashCode() {
    return bytes().hashCode();
  }

  @Override
  public String toString() {
    return count + " TXT records, " + length + " bytes";
  }
}
