package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** A peer that connects, takes one block of a piece that it was told of, and leaves. */
final class Newcomer implements GoodClient.Work {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  private final Target target;
  private final InfoDictionary info;
  private int number;

  Newcomer(Target target, InfoDictionary info) {
    this.target = target;
    this.info = info;
  }

  @Override
  public void doOnce(ClientProgress progress) throws IOException {
    number++;
    try (var talk = new PeerTalk(target, info, number)) {
      int piece = -1;
      boolean unchoked = false;
      boolean asked = false;
      var message = talk.next();
      while (!(message instanceof Piece)) {
        unchoked = (unchoked || message instanceof Unchoke) && !(message instanceof Choke);
        asked &= unchoked;
        piece = Math.max(piece, pieceOf(message));
        if (unchoked && piece >= 0 && !asked) {
          talk.send(new Request(piece, 0, Request.BLOCK_LENGTH));
          asked = true;
        }
        message = talk.next();
      }
      progress.got(Request.BLOCK_LENGTH);
    }
    progress.rests();
    LockSupport.parkNanos(PAUSE);
    progress.asks();
  }

  /** Returns a piece of which the message tells, or -1. */
  private static int pieceOf(PeerMessage message) {
    if (message instanceof Have have) {
      return have.piece();
    }
    return message instanceof HaveAll || message instanceof Bitfield ? 0 : -1;
  }
}
