package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** The sender answers requests from now on (BEP 3). */
public record Unchoke() implements PeerMessage {
  static final int ID = 1;

  static Unchoke read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("unchoke", payload, 0);
    return new Unchoke();
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
