package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * A block of a piece, which answers a {@link Request} (BEP 3).
 *
 * @param piece the piece
 * @param begin the offset of the block within the piece, in bytes
 * @param block the block, which shares its bytes with the buffer it was made from or read from, and
 *     is valid as long as that buffer
 */
public record Piece(int piece, int begin, ByteBuffer block) implements PeerMessage {
  /** The length from the length prefix to where the block begins, in bytes. */
  public static final int BLOCK_OFFSET = HEADER_LENGTH + 2 * Integer.BYTES;

  static final int ID = 7;

  public Piece {
    Payload.notNegative("piece: piece", piece);
    Payload.notNegative("piece: begin", begin);
    block = block.slice();
  }

  static Piece read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expectAtLeast("piece", payload, 2 * Integer.BYTES);
    return new Piece(payload.getInt(), payload.getInt(), payload);
  }

  /**
   * Writes everything but the block itself, for a sender that adds blocks in one gathering write.
   * The {@link #BLOCK_OFFSET} bytes must be followed by {@code length} bytes.
   */
  public static void writeHeader(ByteBuffer out, int piece, int begin, int length) {
    Payload.writeHeader(out, ID, 2 * Integer.BYTES + length);
    out.putInt(piece).putInt(begin);
  }

  /** Returns a view with a position of its own. */
  @Override
  public ByteBuffer block() {
    return block.duplicate();
  }

  @Override
  public int encodedLength() {
    return BLOCK_OFFSET + block.remaining();
  }

  @Override
  public void writeTo(ByteBuffer out) {
    writeHeader(out, piece, begin, block.remaining());
    out.put(block());
  }
}
