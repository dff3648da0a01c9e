package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * Withdraws a {@link Request} (BEP 3).
 *
 * @param piece the piece
 * @param begin the offset of the block within the piece, in bytes
 * @param length the length of the block, 1 to {@value Request#MAX_LENGTH} bytes
 */
public record Cancel(int piece, int begin, int length) implements PeerMessage {
  static final int ID = 8;

  private static final int PAYLOAD = 3 * Integer.BYTES;

  public Cancel {
    Payload.block("cancel", piece, begin, length);
  }

  static Cancel read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("cancel", payload, PAYLOAD);
    return new Cancel(payload.getInt(), payload.getInt(), payload.getInt());
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
