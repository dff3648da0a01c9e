package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** What the messages have in common on the wire. */
final class Payload {
  private Payload() {}

  static PeerMessage read(int id, ByteBuffer payload) throws MalformedMessageException {
    return switch (id) {
      case Choke.ID -> Choke.read(payload);
      case Unchoke.ID -> Unchoke.read(payload);
      case Interested.ID -> Interested.read(payload);
      case NotInterested.ID -> NotInterested.read(payload);
      case Have.ID -> Have.read(payload);
      case Bitfield.ID -> Bitfield.read(payload);
      case Request.ID -> Request.read(payload);
      case Piece.ID -> Piece.read(payload);
      case Cancel.ID -> Cancel.read(payload);
      case Port.ID -> Port.read(payload);
      case SuggestPiece.ID -> SuggestPiece.read(payload);
      case HaveAll.ID -> HaveAll.read(payload);
      case HaveNone.ID -> HaveNone.read(payload);
      case RejectRequest.ID -> RejectRequest.read(payload);
      case AllowedFast.ID -> AllowedFast.read(payload);
      case Extended.ID -> Extended.read(payload);
      case HashRequest.ID -> HashRequest.read(payload);
      case Hashes.ID -> Hashes.read(payload);
      case HashReject.ID -> HashReject.read(payload);
      default -> new Unknown(id, payload);
    };
  }

  static void writeHeader(ByteBuffer out, int id, int payloadLength) {
    out.putInt(1 + payloadLength).put((byte) id);
  }

  static void expect(String message, ByteBuffer payload, int length)
      throws MalformedMessageException {
    if (payload.remaining() != length) {
      throw new MalformedMessageException(
          "%s: %d bytes, expected %d".formatted(message, payload.remaining(), length));
    }
  }

  static void expectAtLeast(String message, ByteBuffer payload, int length)
      throws MalformedMessageException {
    if (payload.remaining() < length) {
      throw new MalformedMessageException(
          "%s: %d bytes, expected at least %d".formatted(message, payload.remaining(), length));
    }
  }

  /** Numbers on the wire have 32 bits without a sign; no torrent needs the upper half of them. */
  static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s %s, expected at most %d"
              .formatted(name, Integer.toUnsignedString(value), Integer.MAX_VALUE));
    }
  }

  static void block(String message, int piece, int begin, int length) {
    notNegative(message + ": piece", piece);
    notNegative(message + ": begin", begin);
    if (length < 1 || length > Request.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s: length %s, expected 1 to %d"
              .formatted(message, Integer.toUnsignedString(length), Request.MAX_LENGTH));
    }
  }
}
