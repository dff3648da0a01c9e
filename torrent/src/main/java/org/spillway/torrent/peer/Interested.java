package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** The sender wants pieces that the receiver has (BEP 3). */
public record Interested() implements PeerMessage {
  static final int ID = 2;

  static Interested read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("interested", payload, 0);
    return new Interested();
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH;
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, 0);
  }
}
