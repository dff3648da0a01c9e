package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * Answers a {@link Request} that will not be served (BEP 6).
 *
 * @param piece the piece
 * @param begin the offset of the block within the piece, in bytes
 * @param length the length of the block, 1 to {@value Request#MAX_LENGTH} bytes
 */
public record RejectRequest(int piece, int begin, int length) implements PeerMessage {
  static final int ID = 16;

  private static final int PAYLOAD = 3 * Integer.BYTES;

  public RejectRequest {
    Payload.block("reject request", piece, begin, length);
  }

  static RejectRequest read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("reject request", payload, PAYLOAD);
    return new RejectRequest(payload.getInt(), payload.getInt(), payload.getInt());
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
