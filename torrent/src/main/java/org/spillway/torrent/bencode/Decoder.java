package org.spillway.torrent.bencode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decodes one array in one pass. */
final class Decoder {
  private final byte[] bytes;
  private final boolean lenient;
  private int position;

  /**
   * Makes a decoder.
   *
   * @param lenient whether to accept what {@link Bencode#decodeLeniently} accepts
   */
  Decoder(byte[] bytes, boolean lenient) {
    this.bytes = bytes;
    this.lenient = lenient;
  }

  int position() {
    return position;
  }

  /**
   * Decodes a value.
   *
   * @param depth how many lists and dictionaries are open
   */
  BencodeValue value(int depth) throws MalformedBencodeException {
    byte kind = peek();
    if (kind == 'i') {
      return integer();
    }
    if (kind == 'l') {
      return list(deeper(depth));
    }
    if (kind == 'd') {
      return dictionary(deeper(depth));
    }
    if (kind >= '0' && kind <= '9') {
      return string();
    }
    throw wrong("a value begins with i, l, d or a digit, not " + name(kind));
  }

  private int deeper(int depth) throws MalformedBencodeException {
    if (depth == Bencode.MAX_DEPTH) {
      throw wrong("nested deeper than " + Bencode.MAX_DEPTH + " levels");
    }
    return depth + 1;
  }

  private BencodeInteger integer() throws MalformedBencodeException {
    position++;
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    int start = position;
    // Counted downwards, because the range of long reaches one further below zero than above.
    long value = 0;
    while (peek() != 'e') {
      value = appendDigit(value);
    }
    if (position == start) {
      throw wrong("an integer without digits");
    }
    boolean leadingZero = bytes[start] == '0' && (negative || position > start + 1);
    if (leadingZero && !lenient) {
      throw new MalformedBencodeException(start, "an integer with a leading zero");
    }
    boolean tooLarge = !negative && value == Long.MIN_VALUE;
    if (tooLarge && !lenient) {
      throw new MalformedBencodeException(position - 1, "an integer of more than 64 bits");
    }
    position++;
    return new BencodeInteger(negative ? value : -Math.max(value, -Long.MAX_VALUE));
  }

  private long appendDigit(long value) throws MalformedBencodeException {
    byte digit = peek();
    if (digit < '0' || digit > '9') {
      throw wrong("an integer holds digits, not " + name(digit));
    }
    int number = digit - '0';
    // An exception for each digit too many would make a short message of a stranger cost much.
    boolean fits = value >= (Long.MIN_VALUE + number) / 10;
    if (!fits && !lenient) {
      throw wrong("an integer of more than 64 bits");
    }
    position++;
    return fits ? 10 * value - number : Long.MIN_VALUE;
  }

  private BencodeString string() throws MalformedBencodeException {
    int start = position;
    long length = 0;
    while (peek() != ':') {
      byte digit = bytes[position];
      if (digit < '0' || digit > '9') {
        throw wrong("a string's length holds digits, not " + name(digit));
      }
      length = length * 10 + (digit - '0');
      if (length > bytes.length) {
        throw new MalformedBencodeException(start, "a string longer than the input");
      }
      position++;
    }
    if (bytes[start] == '0' && position > start + 1 && !lenient) {
      throw new MalformedBencodeException(start, "a string's length with a leading zero");
    }
    position++;
    if (length > bytes.length - position) {
      throw new MalformedBencodeException(
          start,
          "a string of %d bytes where %d are left".formatted(length, bytes.length - position));
    }
    int end = position + (int) length;
    var string = BencodeString.wrap(Arrays.copyOfRange(bytes, position, end));
    position = end;
    return string;
  }

  private BencodeList list(int depth) throws MalformedBencodeException {
    position++;
    List<BencodeValue> values = new ArrayList<>();
    while (peek() != 'e') {
      values.add(value(depth));
    }
    position++;
    return new BencodeList(values);
  }

  private BencodeDictionary dictionary(int depth) throws MalformedBencodeException {
    position++;
    SortedMap<BencodeString, BencodeValue> entries = new TreeMap<>();
    BencodeString last = null;
    while (peek() != 'e') {
      last = key(last);
      entries.putIfAbsent(last, value(depth));
    }
    position++;
    return BencodeDictionary.of(entries);
  }

  private BencodeString key(@Nullable BencodeString last) throws MalformedBencodeException {
    int start = position;
    byte kind = peek();
    if (kind < '0' || kind > '9') {
      throw wrong("a key is a string, it cannot begin with " + name(kind));
    }
    var key = string();
    int order = last == null || lenient ? 1 : key.compareTo(last);
    if (order == 0) {
      throw new MalformedBencodeException(start, "the key '" + key + "' stands twice");
    }
    if (order < 0) {
      throw new MalformedBencodeException(
          start, "the key '" + key + "' stands after '" + last + "': keys must be sorted");
    }
    return key;
  }

  private byte peek() throws MalformedBencodeException {
    if (position >= bytes.length) {
      throw wrong("the input ends within a value");
    }
    return bytes[position];
  }

  private MalformedBencodeException wrong(String problem) {
    return new MalformedBencodeException(position, problem);
  }

  private static String name(byte b) {
    return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "0x%02x".formatted(b & 0xff);
  }
}
