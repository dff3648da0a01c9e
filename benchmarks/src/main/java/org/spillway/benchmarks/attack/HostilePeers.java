package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.spillway.torrent.InfoDictionary;

/**
 * 48 peers of 20 addresses say everything that is wrong, each one kind of it. A peer that loses its
 * connection comes back with the next kind.
 */
final class HostilePeers implements Attack {
  private static final int PEERS = 48;
  private static final int ADDRESSES = 20;
  private static final int RECEIVE_BUFFER = 64 * 1024;

  /** The rounds after which a peer that still has its connection leaves. */
  private static final int MOST_ROUNDS = 500;

  private final Target target;
  private final HostileTalk talk;
  private final Sockets sockets = new Sockets();
  private final ByteBuffer out = ByteBuffer.allocate(HostileTalk.MOST);
  private final ByteBuffer read = ByteBuffer.allocate(RECEIVE_BUFFER);
  private final HostileTalk.Kind[] kinds = new HostileTalk.Kind[PEERS];
  private final int[] rounds = new int[PEERS];
  private int connected;
  private int turn;

  HostilePeers(Target target, InfoDictionary info) {
    this.target = target;
    this.talk = new HostileTalk(info);
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < PEERS; i++) {
      sockets.all().add(connect(i));
    }
  }

  private SocketChannel connect(int peer) throws IOException {
    var all = HostileTalk.Kind.values();
    kinds[peer] = all[connected++ % all.length];
    rounds[peer] = 0;
    var channel = sockets.open(target.seederAddress(), 2 + peer % ADDRESSES, RECEIVE_BUFFER);
    sockets.all().remove(channel);
    talk.begin(kinds[peer], out.clear());
    Sockets.send(channel, out.flip());
    return channel;
  }

  /** One peer after the other says something. */
  @Override
  public void goOn() throws IOException {
    int peer = turn++ % PEERS;
    var channel = sockets.all().get(peer);
    if (rounds[peer]++ > MOST_ROUNDS || !talk(channel, kinds[peer])) {
      channel.close();
      sockets.all().set(peer, connect(peer));
    }
  }

  /** Returns whether the connection is still there. */
  private boolean talk(SocketChannel channel, HostileTalk.Kind kind) {
    talk.goOn(kind, out.clear());
    try {
      channel.write(out.flip());
      return !kind.reads() || channel.read(read.clear()) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
