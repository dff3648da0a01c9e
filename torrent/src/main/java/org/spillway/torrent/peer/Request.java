package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * Asks for a block (BEP 3).
 *
 * @param piece the piece
 * @param begin the offset of the block within the piece, in bytes
 * @param length the length of the block, 1 to {@value Request#MAX_LENGTH} bytes
 */
public record Request(int piece, int begin, int length) implements PeerMessage {
  /**
   * The usual length of a block, and the only one that BEP 3 recommends: 16 KiB. The leaves of a
   * merkle tree have the same length (BEP 52).
   */
  public static final int BLOCK_LENGTH = 16 * 1024;

  /**
   * The longest block that may be requested: 128 KiB. BEP 3 wants clients to close the connection
   * above 16 KiB, but established ones request 32 and 64 KiB, and other clients draw the line at
   * 128.
   */
  public static final int MAX_LENGTH = 128 * 1024;

  static final int ID = 6;

  private static final int PAYLOAD = 3 * Integer.BYTES;

  public Request {
    Payload.block("request", piece, begin, length);
  }

  static Request read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("request", payload, PAYLOAD);
    return new Request(payload.getInt(), payload.getInt(), payload.getInt());
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + PAYLOAD;
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, PAYLOAD);
    out.putInt(piece).putInt(begin).putInt(length);
  }
}
