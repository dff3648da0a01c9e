package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.peer.Handshake;
import org.spillway.torrent.peer.KeepAlive;

/** 2,000 peers of 20 addresses hold all places, and send keep-alives. */
final class IdlePeers implements Attack {
  private static final int PEERS = 2_000;
  private static final int ADDRESSES = 20;
  private static final int RECEIVE_BUFFER = 4096;
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Target target;
  private final InfoDictionary info;
  private final Sockets sockets = new Sockets();
  private long last = System.nanoTime();

  IdlePeers(Target target, InfoDictionary info) {
    this.target = target;
    this.info = info;
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < PEERS; i++) {
      var channel = sockets.open(target.seederAddress(), 2 + i % ADDRESSES, RECEIVE_BUFFER);
      var handshake = ByteBuffer.allocate(Handshake.LENGTH);
      Peers.handshake(info, i).writeTo(handshake);
      Sockets.send(channel, handshake.flip());
    }
  }

  @Override
  public void goOn() {
    if (System.nanoTime() - last < PAUSE) {
      return;
    }
    last = System.nanoTime();
    var keepAlive = ByteBuffer.allocate(16);
    new KeepAlive().writeTo(keepAlive);
    keepAlive.flip();
    sockets.all().forEach(channel -> Sockets.send(channel, keepAlive.rewind()));
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
