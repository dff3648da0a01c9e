package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** The receiver has no piece that the sender wants (BEP 3). */
public record NotInterested() implements PeerMessage {
  static final int ID = 3;

  static NotInterested read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("not interested", payload, 0);
    return new NotInterested();
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
