package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.MalformedBencodeException;

/** Reads a dictionary and, behind it, a block of raw bytes. */
final class MetadataReader {
  private MetadataReader() {}

  static Optional<MetadataMessage> read(ByteBuffer payload) throws MalformedMessageException {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try {
      var prefix = Bencode.decodeLeniently(bytes);
      if (prefix.value() instanceof BencodeDictionary dictionary) {
        var rest = ByteBuffer.wrap(bytes, prefix.end(), bytes.length - prefix.end());
        return message(dictionary, rest);
      }
      throw new MalformedMessageException("metadata: not a dictionary");
    } catch (MalformedBencodeException e) {
      throw new MalformedMessageException("metadata: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      // As in PeerMessage: the ranges stand in the records' constructors.
      throw new MalformedMessageException(e);
    }
  }

  private static Optional<MetadataMessage> message(BencodeDictionary dictionary, ByteBuffer rest)
      throws MalformedMessageException {
    return switch (number(dictionary, "msg_type")) {
      case MetadataMessage.Request.TYPE ->
          Optional.of(new MetadataMessage.Request(number(dictionary, "piece")));
      case MetadataMessage.Data.TYPE ->
          Optional.of(
              new MetadataMessage.Data(
                  number(dictionary, "piece"), number(dictionary, "total_size"), rest));
      case MetadataMessage.Reject.TYPE ->
          Optional.of(new MetadataMessage.Reject(number(dictionary, "piece")));
      default -> Optional.empty();
    };
  }

  private static int number(BencodeDictionary dictionary, String key)
      throws MalformedMessageException {
    long value =
        dictionary
            .get(key, BencodeInteger.class)
            .orElseThrow(() -> new MalformedMessageException("metadata: no " + key))
            .value();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedMessageException(
          "metadata: %s %d, expected 0 to %d".formatted(key, value, Integer.MAX_VALUE));
    }
    return (int) value;
  }
}
