package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** Answers a {@link HashRequest} that will not be served (BEP 52). */
public record HashReject(HashRange range) implements PeerMessage {
  static final int ID = 23;

  static HashReject read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("hash reject", payload, HashRange.LENGTH);
    return new HashReject(HashRange.read(payload));
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + HashRange.LENGTH;
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, HashRange.LENGTH);
    range.writeTo(out);
  }
}
