package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/** A length prefix of zero, sent about every two minutes on a silent connection (BEP 3). */
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
