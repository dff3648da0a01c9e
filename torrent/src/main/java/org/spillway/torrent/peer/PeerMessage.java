package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * The messages that peers exchange after their {@link Handshake}s: everything of BEP 3, the fast
 * extension (BEP 6), the DHT's port (BEP 5), extension messages (BEP 10) and the hash messages of
 * v2 torrents (BEP 52). On the wire each is a 4-byte length, followed by that many bytes: an id and
 * a payload. All are immutable as long as the buffers that they share are not changed.
 */
public sealed interface PeerMessage
    permits KeepAlive,
        // BEP 3
        Choke,
        Unchoke,
        Interested,
        NotInterested,
        Have,
        Bitfield,
        Request,
        Piece,
        Cancel,
        // BEP 5
        Port,
        // BEP 6
        SuggestPiece,
        HaveAll,
        HaveNone,
        RejectRequest,
        AllowedFast,
        // BEP 10
        Extended,
        // BEP 52
        HashRequest,
        Hashes,
        HashReject,
        Unknown {

  /** The length of the length prefix and the id, in bytes. */
  int HEADER_LENGTH = Integer.BYTES + 1;

  /**
   * The largest length prefix to accept, 1 MiB. A block needs 16 KiB, but a bitfield has a bit for
   * each piece (8 million fit), hashes come by the thousand, and extensions set no limit; on the
   * other hand, a peer that announces more would make us reserve that much memory.
   */
  int MAX_LENGTH = 1024 * 1024;

  /** Returns the length in bytes, including the length prefix. */
  int encodedLength();

  /** Writes {@link #encodedLength()} bytes at the buffer's position, the length prefix first. */
  void writeTo(ByteBuffer out);

  /**
   * Reads one message.
   *
   * @param body the whole message behind its length prefix, in big-endian order; afterwards its
   *     position is at its limit. The payloads of {@link Piece}, {@link Extended}, {@link Hashes}
   *     and {@link Unknown} stay in this buffer
   * @throws MalformedMessageException if the message is malformed; the exception says which
   *     message, and what is wrong with it
   */
  static PeerMessage read(ByteBuffer body) throws MalformedMessageException {
    if (!body.hasRemaining()) {
      return new KeepAlive();
    }
    int id = Byte.toUnsignedInt(body.get());
    try {
      return read(id, body);
    } catch (IllegalArgumentException e) {
      // The records' constructors check the ranges; here a wrong value is the peer's mistake.
      throw new MalformedMessageException(e);
    } finally {
      body.position(body.limit());
    }
  }

  private static PeerMessage read(int id, ByteBuffer payload) throws MalformedMessageException {
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
}
