package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * Asks for hashes of a file's merkle tree (BEP 52); answered by {@link Hashes} or {@link
 * HashReject}.
 */
public record HashRequest(HashRange range) implements PeerMessage {
  static final int ID = 21;

  static HashRequest read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("hash request", payload, HashRange.LENGTH);
    return new HashRequest(HashRange.read(payload));
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
