package org.spillway.benchmarks.attack;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.PeerMessage;

/** A connection of a good peer, which blocks. For one thread. */
final class PeerTalk implements Closeable {
  /** The time after which a block is lost, in milliseconds. */
  private static final int PATIENCE = 60_000;

  private static final int LONGEST = 1024 * 1024;
  private static final int BUFFER = 256 * 1024;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final WritableByteChannel out;

  PeerTalk(Target target, InfoDictionary info, int number) throws IOException {
    socket.bind(new InetSocketAddress(Sockets.loopback(GoodClient.ADDRESS), 0));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE);
    socket.connect(target.seederAddress(), PATIENCE);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
    out = Channels.newChannel(socket.getOutputStream());
    var hello = ByteBuffer.allocate(2 * Handshake.LENGTH);
    Peers.handshake(info, -number).writeTo(hello);
    new Interested().writeTo(hello);
    send(hello);
    in.readFully(new byte[Handshake.LENGTH]);
  }

  /** Sends what was written into the buffer, and clears it. */
  void send(ByteBuffer messages) throws IOException {
    messages.flip();
    while (messages.hasRemaining()) {
      out.write(messages);
    }
    messages.clear();
  }

  void send(PeerMessage message) throws IOException {
    var buffer = ByteBuffer.allocate(message.encodedLength());
    message.writeTo(buffer);
    send(buffer);
  }

  /** Waits for a message; keep-alives are passed over. */
  PeerMessage next() throws IOException {
    int length = in.readInt();
    while (length == 0) {
      length = in.readInt();
    }
    if (length < 0 || length > LONGEST) {
      throw new IOException("a message of " + length + " bytes");
    }
    return PeerMessage.read(ByteBuffer.wrap(in.readNBytes(length)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
