package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * The first extension message of each side (BEP 10).
 *
 * @param extensions the id that the sender wants each extension's messages to have, by the
 *     extension's name; 0 switches an extension off again
 * @param metadataSize the length of the info dictionary in bytes (BEP 9); 0 if the sender does not
 *     have it
 * @param client the name and version of the client; empty if it does not tell
 * @param port the port on which the sender accepts connections; 0 if it does not tell
 * @param requestQueue how many waiting requests the sender keeps; 0 if it does not tell
 * @param uploadOnly whether the sender downloads nothing more (BEP 21)
 */
public record ExtendedHandshake(
    Map<String, Integer> extensions,
    int metadataSize,
    String client,
    int port,
    int requestQueue,
    boolean uploadOnly) {
  private static final String NAME = "extended handshake";

  public ExtendedHandshake {
    extensions = Map.copyOf(extensions);
    extensions.forEach((name, id) -> range(name, id, 255));
    range("metadata_size", metadataSize, Integer.MAX_VALUE);
    range("p", port, 65535);
    range("reqq", requestQueue, Integer.MAX_VALUE);
  }

  /** Makes the handshake of a sender that downloads, or does not say that it does not. */
  public ExtendedHandshake(
      Map<String, Integer> extensions,
      int metadataSize,
      String client,
      int port,
      int requestQueue) {
    this(extensions, metadataSize, client, port, requestQueue, false);
  }

  private static void range(String key, long value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "%s: %s %d, expected 0 to %d".formatted(NAME, key, value, max));
    }
  }

  /**
   * Reads a handshake. Unknown keys are ignored, and values out of range or of another kind count
   * as missing. Bencoding is read leniently, and bytes behind it are ignored, so that a careless
   * peer loses no more than that.
   *
   * @param payload the payload of an {@link Extended} with the id {@link Extended#HANDSHAKE}
   * @throws MalformedMessageException if nothing in it can be read
   */
  public static ExtendedHandshake read(ByteBuffer payload) throws MalformedMessageException {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try {
      if (Bencode.decodeLeniently(bytes).value() instanceof BencodeDictionary dictionary) {
        return of(dictionary);
      }
      throw new MalformedMessageException(NAME + ": not a dictionary");
    } catch (MalformedBencodeException e) {
      throw new MalformedMessageException(NAME + ": " + e.getMessage(), e);
    }
  }

  private static ExtendedHandshake of(BencodeDictionary dictionary) {
    return new ExtendedHandshake(
        dictionary.get("m", BencodeDictionary.class).map(ExtendedHandshake::ids).orElse(Map.of()),
        number(dictionary, "metadata_size", Integer.MAX_VALUE),
        dictionary.get("v", BencodeString.class).map(BencodeString::text).orElse(""),
        number(dictionary, "p", 65535),
        number(dictionary, "reqq", Integer.MAX_VALUE),
        number(dictionary, "upload_only", Integer.MAX_VALUE) != 0);
  }

  private static Map<String, Integer> ids(BencodeDictionary m) {
    Map<String, Integer> ids = new TreeMap<>();
    m.entries()
        .forEach(
            (name, value) -> number(value, 255).ifPresent(id -> ids.putIfAbsent(name.text(), id)));
    return ids;
  }

  private static int number(BencodeDictionary dictionary, String key, int max) {
    return dictionary.get(key).flatMap(value -> number(value, max)).orElse(0);
  }

  /** Returns a number; empty unless it is a number from 0 to {@code max}. */
  private static Optional<Integer> number(BencodeValue value, int max) {
    return Optional.of(value)
        .filter(BencodeInteger.class::isInstance)
        .map(number -> ((BencodeInteger) number).value())
        .filter(number -> number >= 0 && number <= max)
        .map(Long::intValue);
  }

  /**
   * Returns the id to send an extension's messages with; empty if the sender does not want them.
   */
  public OptionalInt idOf(String extension) {
    int id = extensions.getOrDefault(extension, 0);
    return id == 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Returns the message; what the sender does not tell is left out. */
  public Extended toMessage() {
    var m = BencodeDictionary.builder();
    extensions.forEach(m::put);
    var handshake = BencodeDictionary.builder().put("m", m.build());
    putIfTold(handshake, "metadata_size", metadataSize);
    putIfTold(handshake, "p", port);
    putIfTold(handshake, "reqq", requestQueue);
    putIfTold(handshake, "upload_only", uploadOnly ? 1 : 0);
    if (!client.isEmpty()) {
      handshake.put("v", client);
    }
    return new Extended(Extended.HANDSHAKE, ByteBuffer.wrap(handshake.build().encode()));
  }

  private static void putIfTold(BencodeDictionary.Builder handshake, String key, int value) {
    if (value != 0) {
      handshake.put(key, value);
    }
  }
}
