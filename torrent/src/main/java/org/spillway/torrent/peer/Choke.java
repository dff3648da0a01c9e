package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * The sender answers no requests from now on; those that wait are dropped (BEP 3) or rejected one
 * by one (BEP 6).
 */
public record Choke() implements PeerMessage {
  static final int ID = 0;

  static Choke read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("choke", payload, 0);
    return new Choke();
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
