package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** A peer that takes blocks of random pieces as fast as it gets them, over one connection. */
final class GoodPeer implements GoodClient.Work {
  private static final int PIPELINE = 64;

  private final Target target;
  private final InfoDictionary info;
  private final SplittableRandom random = new SplittableRandom(3);
  private final ByteBuffer requests = ByteBuffer.allocate(64 * PIPELINE);
  private @Nullable PeerTalk talk;
  private boolean unchoked;
  private int underWay;

  GoodPeer(Target target, InfoDictionary info) {
    this.target = target;
    this.info = info;
  }

  @Override
  public void doOnce(ClientProgress progress) throws IOException {
    try {
      takeNext(connected(), progress);
    } catch (IOException e) {
      disconnect();
      throw e;
    }
  }

  private PeerTalk connected() throws IOException {
    var now = talk;
    if (now == null) {
      now = new PeerTalk(target, info, 1);
      talk = now;
    }
    return now;
  }

  private void disconnect() throws IOException {
    if (talk != null) {
      talk.close();
    }
    talk = null;
    unchoked = false;
    underWay = 0;
  }

  private void takeNext(PeerTalk talk, ClientProgress progress) throws IOException {
    var message = talk.next();
    if (message instanceof Piece piece) {
      underWay = Math.max(0, underWay - 1);
      progress.got(piece.encodedLength() - Piece.BLOCK_OFFSET);
    } else if (message instanceof RejectRequest) {
      underWay = Math.max(0, underWay - 1);
    } else if (message instanceof Unchoke) {
      unchoked = true;
    } else if (message instanceof Choke) {
      unchoked = false;
      underWay = 0;
    }
    if (unchoked && underWay <= PIPELINE * 3 / 4) {
      ask(talk);
    }
  }

  private void ask(PeerTalk talk) throws IOException {
    while (underWay < PIPELINE) {
      int piece = random.nextInt(info.pieceCount() - 1);
      int block = random.nextInt(info.pieceLength() / Request.BLOCK_LENGTH);
      new Request(piece, block * Request.BLOCK_LENGTH, Request.BLOCK_LENGTH).writeTo(requests);
      underWay++;
    }
    talk.send(requests);
  }
}
