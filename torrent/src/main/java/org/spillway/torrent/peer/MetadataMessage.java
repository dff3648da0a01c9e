package org.spillway.torrent.peer;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.MalformedBencodeException;

/**
 * The messages of the extension {@value #EXTENSION}, with which peers send each other the info
 * dictionary in blocks of {@value #BLOCK} bytes, which BEP 9 calls pieces.
 */
public sealed interface MetadataMessage {
  /** The length of a block in bytes; the last block may be shorter. */
  int BLOCK = 16 * 1024;

  /** The extension's name in an {@link ExtendedHandshake}. */
  String EXTENSION = "ut_metadata";

  /** Returns the number of the block, from 0. */
  int piece();

  /**
   * Returns the message of the extension.
   *
   * @param id the number that the receiver gave the extension
   */
  Extended toMessage(int id);

  /**
   * Reads a message.
   *
   * @param payload the payload of an {@link Extended} with the extension's id
   * @return empty for a type of message that BEP 9 does not know and wants ignored
   * @throws MalformedMessageException if the message is malformed; the exception says what is wrong
   */
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
      // As in PeerMessage, the records' constructors check the ranges.
      throw new MalformedMessageException(e);
    }
  }

  private static Optional<MetadataMessage> message(BencodeDictionary dictionary, ByteBuffer rest)
      throws MalformedMessageException {
    return switch (number(dictionary, "msg_type")) {
      case Request.TYPE -> Optional.of(new Request(number(dictionary, "piece")));
      case Data.TYPE ->
          Optional.of(
              new Data(number(dictionary, "piece"), number(dictionary, "total_size"), rest));
      case Reject.TYPE -> Optional.of(new Reject(number(dictionary, "piece")));
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

  /** Asks for a block. */
  record Request(int piece) implements MetadataMessage {
    static final int TYPE = 0;

    public Request {
      Payload.notNegative("metadata request: piece", piece);
    }

    @Override
    public Extended toMessage(int id) {
      var dictionary = BencodeDictionary.builder().put("msg_type", TYPE).put("piece", piece);
      return new Extended(id, ByteBuffer.wrap(dictionary.build().encode()));
    }
  }

  /**
   * Carries a block.
   *
   * @param piece the number of the block
   * @param totalSize the length of the info dictionary, in bytes
   * @param block the block, which shares its bytes with the buffer it was made from
   */
  record Data(int piece, int totalSize, ByteBuffer block) implements MetadataMessage {
    static final int TYPE = 1;

    public Data {
      Payload.notNegative("metadata data: piece", piece);
      Payload.notNegative("metadata data: total_size", totalSize);
      long expected = Math.min(BLOCK, totalSize - (long) piece * BLOCK);
      if (expected <= 0) {
        throw new IllegalArgumentException(
            "metadata data: piece %d of %d bytes".formatted(piece, totalSize));
      }
      if (block.remaining() != expected) {
        throw new IllegalArgumentException(
            "metadata data: a block of %d bytes, expected %d"
                .formatted(block.remaining(), expected));
      }
      block = block.slice();
    }

    /** Returns a view with a position of its own. */
    @Override
    public ByteBuffer block() {
      return block.duplicate();
    }

    @Override
    public Extended toMessage(int id) {
      var dictionary = BencodeDictionary.builder().put("msg_type", TYPE).put("piece", piece);
      byte[] head = dictionary.put("total_size", totalSize).build().encode();
      ByteBuffer payload = ByteBuffer.allocate(head.length + block.remaining());
      return new Extended(id, payload.put(head).put(block()).flip());
    }
  }

  /** Answers a {@link Request} that will not be served. */
  record Reject(int piece) implements MetadataMessage {
    static final int TYPE = 2;

    public Reject {
      Payload.notNegative("metadata reject: piece", piece);
    }

    @Override
    public Extended toMessage(int id) {
      var dictionary = BencodeDictionary.builder().put("msg_type", TYPE).put("piece", piece);
      return new Extended(id, ByteBuffer.wrap(dictionary.build().encode()));
    }
  }
}
