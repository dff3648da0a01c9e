package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** Stands for a bitfield with no bit set (BEP 6). */
public record HaveNone() implements PeerMessage {
  static final int ID = 15;

  static HaveNone read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("have none", payload, 0);
    return new HaveNone();
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
