package org.spillway.dns.zone;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.fallback.RequestHash;

/**
 * The labels before {@code _torrent.[host]} in the name of an RRset: the request hash and, before
 * it, the number of the part where a torrent is split over several names.
 *
 * @param high the first 8 bytes of the request hash
 * @param middle the next 8 bytes
 * @param low the last 4 bytes
 * @param part the number of the part, from 1; 0 is the name of the request hash itself
 */
public record RecordName(long high, long middle, int low, int part)
    implements Comparable<RecordName> {
  private static final int DIGITS = 40;

  /**
   * The greatest number of digits of a part's number; 90 RRs of 11,700 bytes each are a megabyte of
   * torrent.
   */
  private static final int MAX_PART_DIGITS = 4;

  private static final Comparator<RecordName> CANONICAL =
      Comparator.comparing(RecordName::high, Long::compareUnsigned)
          .thenComparing(RecordName::middle, Long::compareUnsigned)
          .thenComparing(RecordName::low, Integer::compareUnsigned)
          .thenComparing(RecordName::partLabel);

  public static RecordName of(RequestHash hash) {
    return ofDigits(hash.hex(), 0);
  }

  private static RecordName ofDigits(String hex, int part) {
    return new RecordName(
        HexFormat.fromHexDigitsToLong(hex, 0, 16),
        HexFormat.fromHexDigitsToLong(hex, 16, 32),
        HexFormat.fromHexDigits(hex, 32, DIGITS),
        part);
  }

  /**
   * Reads a name from its labels.
   *
   * @param labels the labels before {@code _torrent}, the leftmost first, in either case (RFC 4343)
   * @return empty if no RRset can have such a name
   */
  public static Optional<RecordName> ofLabels(String... labels) {
    if (labels.length == 0 || labels.length > 2) {
      return Optional.empty();
    }
    String hash = labels[labels.length - 1];
    int part = labels.length == 1 ? 0 : partNumber(labels[0]);
    return part < 0 || !isHash(hash) ? Optional.empty() : Optional.of(ofDigits(hash, part));
  }

  private static boolean isHash(String label) {
    return label.length() == DIGITS && label.chars().allMatch(HexFormat::isHexDigit);
  }

  /**
   * Reads a name as {@link #ofLabels} does, from a message.
   *
   * @param at the position of the first label's length
   * @param count the number of labels before {@code _torrent}
   * @return null if no RRset can have such a name; an Optional would cost each query an object
   */
  public static @Nullable RecordName ofWire(byte[] message, int at, int count) {
    int first = message[at];
    if (count == 1) {
      return first == DIGITS ? ofWireDigits(message, at + 1, 0) : null;
    }
    int second = at + 1 + first;
    int part = wirePartNumber(message, at);
    return count == 2 && part > 0 && message[second] == DIGITS
        ? ofWireDigits(message, second + 1, part)
        : null;
  }

  private static int wirePartNumber(byte[] message, int at) {
    int number = 0;
    for (int i = 1; i <= message[at]; i++) {
      int digit = message[at + i] - '0';
      boolean leading = i == 1 && digit == 0;
      if (digit < 0 || digit > 9 || leading || i > MAX_PART_DIGITS) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static @Nullable RecordName ofWireDigits(byte[] message, int at, int part) {
    long[] words = new long[3];
    for (int i = 0; i < DIGITS; i++) {
      int digit = Character.digit(message[at + i], 16);
      if (digit < 0) {
        return null;
      }
      words[i / 16] = words[i / 16] << 4 | digit;
    }
    return new RecordName(words[0], words[1], (int) words[2], part);
  }

  /**
   * Returns a part's number, or a negative number if the label is not one that {@link #labels}
   * writes.
   */
  private static int partNumber(String label) {
    boolean written =
        !label.isEmpty()
            && label.length() <= MAX_PART_DIGITS
            && label.charAt(0) != '0'
            && label.chars().allMatch(c -> c >= '0' && c <= '9');
    return written ? Integer.parseInt(label) : -1;
  }

  /** Returns the name of one part of this torrent. */
  public RecordName withPart(int number) {
    return new RecordName(high, middle, low, number);
  }

  private String partLabel() {
    return part == 0 ? "" : Integer.toString(part);
  }

  /** Returns the labels relative to the zone, without a final dot. */
  public String labels() {
    var hex = HexFormat.of();
    String hash = hex.toHexDigits(high) + hex.toHexDigits(middle) + hex.toHexDigits(low);
    return part == 0 ? hash : part + "." + hash;
  }

  /** Compares names in the canonical order within a zone (RFC 4034 §6.1). */
  @Override
  public int compareTo(RecordName other) {
    return CANONICAL.compare(this, other);
  }

  @Override
  public String toString() {
    return labels();
  }
}
