package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * Nothing but a length prefix of zero, sent every two minutes or so on a silent connection (BEP 3).
 */
public record KeepAlive() implements PeerMessage {

  @Override
  public int encodedLength() {
    return Integer.BYTES;
  }

  @Override
  public void writeTo(ByteBuffer out) {
    out.putInt(0);
  }
}
