package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.NotInterested;

/**
 * 20 peers send messages that are cheap to send, at 2 MB/s together. A peer that loses its
 * connection comes back.
 */
final class CheapMessages implements Attack {
  private static final String HANDSHAKE = "d1:md11:ut_metadatai1eee";

  /** The peer is interested and not interested in turn. */
  static final Consumer<ByteBuffer> INTEREST =
      messages -> {
        new Interested().writeTo(messages);
        new NotInterested().writeTo(messages);
      };

  /** The peer sends the handshake of extensions again and again (BEP 10). */
  static final Consumer<ByteBuffer> HANDSHAKES =
      messages ->
          new Extended(Extended.HANDSHAKE, ByteBuffer.wrap(HANDSHAKE.getBytes(US_ASCII)))
              .writeTo(messages);

  private static final int PEERS = 20;
  private static final int RECEIVE_BUFFER = 64 * 1024;

  /** The bytes that each peer sends in a millisecond. */
  private static final int PORTION = 100;

  private final Target target;
  private final InfoDictionary info;
  private final ByteBuffer portion = ByteBuffer.allocate(2 * PORTION);
  private final ByteBuffer read = ByteBuffer.allocate(RECEIVE_BUFFER);
  private final Sockets sockets = new Sockets();

  CheapMessages(Target target, InfoDictionary info, Consumer<ByteBuffer> messages) {
    this.target = target;
    this.info = info;
    while (portion.position() < PORTION) {
      messages.accept(portion);
    }
    portion.flip();
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < PEERS; i++) {
      connect(i);
    }
  }

  private void connect(int peer) throws IOException {
    var channel = sockets.open(target.seederAddress(), 2 + peer, RECEIVE_BUFFER);
    var handshake = ByteBuffer.allocate(Handshake.LENGTH);
    Peers.handshake(info, peer).writeTo(handshake);
    Sockets.send(channel, handshake.flip());
  }

  @Override
  public void goOn() throws IOException {
    for (int i = 0; i < PEERS; i++) {
      if (!sendAndRead(sockets.all().get(i))) {
        sockets.all().get(i).close();
        connect(i);
        sockets.all().set(i, sockets.all().remove(PEERS));
      }
    }
  }

  /** Returns whether the connection is still there. */
  private boolean sendAndRead(SocketChannel channel) {
    try {
      channel.write(portion.rewind());
      return channel.read(read.clear()) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
