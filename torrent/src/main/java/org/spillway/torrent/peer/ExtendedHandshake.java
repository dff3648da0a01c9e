package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * The first extension message of each side (BEP 10).
 *
 * @param extensions the id that the sender wants each extension's messages to have, by the
 *     extension's name; 0 switches one off again
 * @param metadataSize of the info dictionary in bytes (BEP 9); 0 if the sender does not have it
 * @param client name and version; empty if not told
 * @param port where the sender accepts connections; 0 if not told
 * @param requestQueue how many waiting requests the sender keeps; 0 if not told
 */
public record ExtendedHandshake(
    Map<String, Integer> extensions, int metadataSize, String client, int port, int requestQueue) {
  private static final String NAME = "extended handshake";

  public ExtendedHandshake {
    extensions = Map.copyOf(extensions);
    extensions.forEach((name, id) -> range(name, id, 255));
    range("metadata_size", metadataSize, Integer.MAX_VALUE);
    range("p", port, 65535);
    range("reqq", requestQueue, Integer.MAX_VALUE);
  }

  private static void range(String key, long value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "%s: %s %d, expected 0 to %d".formatted(NAME, key, value, max));
    }
  }

  /**
   * Keys that are not known, or whose value is of another kind, are ignored.
   *
   * @param payload of an {@link Extended} with the id {@link Extended#HANDSHAKE}
   */
  public static ExtendedHandshake read(ByteBuffer payload) throws MalformedMessageException {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try {
      if (Bencode.decode(bytes) instanceof BencodeDictionary dictionary) {
        return of(dictionary);
      }
      throw new MalformedMessageException(NAME + ": not a dictionary");
    } catch (MalformedBencodeException e) {
      throw new MalformedMessageException(NAME + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException(e);
    }
  }

  private static ExtendedHandshake of(BencodeDictionary dictionary) {
    Map<String, Integer> extensions = new TreeMap<>();
    dictionary
        .get("m", BencodeDictionary.class)
        .ifPresent(m -> m.entries().keySet().forEach(name -> putId(m, name.text(), extensions)));
    return new ExtendedHandshake(
        extensions,
        number(dictionary, "metadata_size", Integer.MAX_VALUE),
        dictionary.get("v", BencodeString.class).map(BencodeString::text).orElse(""),
        number(dictionary, "p", 65535),
        number(dictionary, "reqq", Integer.MAX_VALUE));
  }

  private static void putId(BencodeDictionary m, String name, Map<String, Integer> extensions) {
    if (m.get(name, BencodeInteger.class).isPresent()) {
      extensions.put(name, number(m, name, 255));
    }
  }

  private static int number(BencodeDictionary dictionary, String key, int max) {
    long value = dictionary.get(key, BencodeInteger.class).map(BencodeInteger::value).orElse(0L);
    range(key, value, max);
    return (int) value;
  }

  /** The id to send an extension's messages with; empty if the sender does not want them. */
  public OptionalInt idOf(String extension) {
    int id = extensions.getOrDefault(extension, 0);
    return id == 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** What was not told is left out. */
  public Extended toMessage() {
    var m = BencodeDictionary.builder();
    extensions.forEach(m::put);
    var handshake = BencodeDictionary.builder().put("m", m.build());
    putIfTold(handshake, "metadata_size", metadataSize);
    putIfTold(handshake, "p", port);
    putIfTold(handshake, "reqq", requestQueue);
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
