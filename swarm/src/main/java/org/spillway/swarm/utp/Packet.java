package org.spillway.swarm.utp;

import java.nio.ByteBuffer;

/**
 * The content of one datagram.
 *
 * @param header the header
 * @param selectiveAck the selective acknowledgement
 * @param payload a view of the datagram
 */
record Packet(Header header, SelectiveAck selectiveAck, ByteBuffer payload) {

  /**
   * Reads a datagram to its end. Unknown extensions are skipped.
   *
   * @throws MalformedPacketException if the datagram is not a packet of uTP version 1
   */
  static Packet read(ByteBuffer datagram) throws MalformedPacketException {
    var in = datagram.slice();
    var header = Header.read(in);
    var selectiveAck = SelectiveAck.NONE;
    int extension = in.get(1);
    while (extension != 0) {
      int following = in.remaining() < 2 ? 0 : in.get();
      int length = in.hasRemaining() ? in.get() & 0xff : 0;
      if (length == 0 || length > in.remaining()) {
        throw new MalformedPacketException("an extension of %d bytes is cut off".formatted(length));
      }
      if (extension == SelectiveAck.EXTENSION) {
        selectiveAck = SelectiveAck.read(in, length);
      } else {
        in.position(in.position() + length);
      }
      extension = following;
    }
    return new Packet(header, selectiveAck, in.slice());
  }
}
