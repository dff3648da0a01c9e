package org.spillway.torrent.peer;

import java.nio.ByteBuffer;

/**
 * The sender runs a DHT node (BEP 5).
 *
 * @param port the UDP port of its DHT node, 0 to 65535
 */
public record Port(int port) implements PeerMessage {
  static final int ID = 9;

  public Port {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: 0 to 65535, not " + port);
    }
  }

  static Port read(ByteBuffer payload) throws MalformedMessageException {
    Payload.expect("port", payload, Short.BYTES);
    return new Port(Short.toUnsignedInt(payload.getShort()));
  }

  @Override
  public int encodedLength() {
    return HEADER_LENGTH + Short.BYTES;
  }

  @Override
  public void writeTo(ByteBuffer out) {
    Payload.writeHeader(out, ID, Short.BYTES);
    out.putShort((short) port);
  }
}
