package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** Stands for a bitfield with every bit set (BEP 6); a seeder's first message. */
public record HaveAll() implements PeerMessage {
  static final int ID = 14;

  static HaveAll read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("have all", payload, 0);
    return new HaveAll();
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
