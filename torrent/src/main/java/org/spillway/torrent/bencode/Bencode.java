package org.spillway.torrent.bencode;

/**
 * Decodes bencode (BEP 3) strictly: integers without leading zeros or a negative zero, dictionary
 * keys sorted and unique, at most {@value #MAX_DEPTH} levels deep.
 */
public final class Bencode {
  /**
   * The most lists and dictionaries within each other; metainfo needs 5, and one for each folder
   * (BEP 52).
   */
  public static final int MAX_DEPTH = 100;

  private Bencode() {}

  /**
   * Decodes one value.
   *
   * @throws MalformedBencodeException if the bytes are not exactly one value; the message says at
   *     which byte
   */
  public static BencodeValue decode(byte[] bytes) throws MalformedBencodeException {
    var prefix = decodePrefix(bytes);
    if (prefix.end() != bytes.length) {
      throw new MalformedBencodeException(prefix.end(), "bytes after the value");
    }
    return prefix.value();
  }

  /**
   * Decodes the value at the beginning of {@code bytes} and lets others follow, as the metadata
   * messages of BEP 9 demand: a dictionary, then a piece of raw bytes.
   */
  public static Prefix decodePrefix(byte[] bytes) throws MalformedBencodeException {
    return decodePrefix(new Decoder(bytes, false));
  }

  /**
   * Decodes as {@link #decodePrefix} does, but accepts what peers send that do not write the
   * canonical form: keys may stand in any order, and of a key that stands twice the first counts;
   * numbers may have leading zeros; an integer of more than 64 bits becomes the nearest one that
   * fits.
   */
  public static Prefix decodeLeniently(byte[] bytes) throws MalformedBencodeException {
    return decodePrefix(new Decoder(bytes, true));
  }

  private static Prefix decodePrefix(Decoder decoder) throws MalformedBencodeException {
    var value = decoder.value(0);
    return new Prefix(value, decoder.position());
  }

  /**
   * A value and its end.
   *
   * @param value the value
   * @param end the offset of the first byte behind the value
   */
  public record Prefix(BencodeValue value, int end) {}
}
