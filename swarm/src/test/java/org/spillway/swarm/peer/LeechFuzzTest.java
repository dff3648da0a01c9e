package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.AllowedFast;
import org.spillway.torrent.peer.Bitfield;
import org.spillway.torrent.peer.Cancel;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.NotInterested;
import org.spillway.torrent.peer.PeerMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** Peers that send anything at all to a leech, which must lose them at most. */
class LeechFuzzTest {
  @Test
  void randomMessages_endTheConnectionAtMost() throws Exception {
    long first = 20261130;
    System.out.printf("LeechFuzzTest seeds from %d on%n", first);
    for (long seed = first; seed < first + 300; seed++) {
      new RandomPeer(seed).run();
    }
  }

  private static final class RandomPeer {
    private final long seed;
    private final Random random;
    private final LeechFixture leech = new LeechFixture(false);

    RandomPeer(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() throws Exception {
      var peer = leech.connected();
      for (int i = 0; i < 200 && peer.isOpen(); i++) {
        send(peer);
        peer.checkException();
        leech.pass(random.nextInt(1_000_000_000));
      }
      peer.disconnect();
      peer.checkException();
      assertThat(leech.present()).as("peers with seed %d", seed).isZero();
      assertNothingIsOwed();
    }

    private void send(EmbeddedPeer peer) {
      var message = message();
      if (random.nextInt(60) > 0) {
        peer.send(message);
        return;
      }
      var bytes = ByteBuffer.allocate(message.encodedLength());
      message.writeTo(bytes);
      byte[] broken = bytes.array();
      broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      peer.send(Unpooled.wrappedBuffer(broken));
    }

    private PeerMessage message() {
      return switch (random.nextInt(14)) {
        case 0 -> new Choke();
        case 1, 2 -> new Unchoke();
        case 3 -> new Have(piece());
        case 4 -> random.nextInt(5) == 0 ? new HaveAll() : new Have(piece());
        case 5 -> Bitfield.of(leech.download().pieces(), pieceCount());
        case 6 -> new AllowedFast(piece());
        case 7 -> new RejectRequest(piece(), begin(), Request.BLOCK_LENGTH);
        case 8 -> new Request(piece(), begin(), 1 + random.nextInt(Request.BLOCK_LENGTH));
        case 9 -> new Cancel(piece(), begin(), Request.BLOCK_LENGTH);
        case 10 -> random.nextBoolean() ? new Interested() : new NotInterested();
        case 11 -> extended();
        default -> block();
      };
    }

    private PeerMessage extended() {
      if (random.nextBoolean()) {
        int queue = random.nextInt(300);
        return new ExtendedHandshake(Map.of("ut_pex", 3), 0, "", 1 + random.nextInt(9), queue)
            .toMessage();
      }
      byte[] payload = new byte[random.nextInt(40)];
      random.nextBytes(payload);
      return new Extended(random.nextInt(4), ByteBuffer.wrap(payload));
    }

    private int pieceCount() {
      return leech.download().info().pieceCount();
    }

    /** Returns a piece, which seldom does not exist. */
    private int piece() {
      return random.nextInt(200) == 0 ? pieceCount() : random.nextInt(pieceCount());
    }

    private int begin() {
      return random.nextInt(2) * Request.BLOCK_LENGTH;
    }

    private PeerMessage block() {
      int piece = random.nextInt(pieceCount());
      int rest = leech.download().info().pieceSize(piece) - begin();
      int length = Math.max(1, Math.min(rest, Request.BLOCK_LENGTH));
      var request = new Request(piece, begin(), length);
      var block = leech.block(request);
      boolean isWhole = block.remaining() == length && random.nextInt(20) > 0;
      return new Piece(piece, request.begin(), isWhole ? block : ByteBuffer.allocate(length));
    }

    /** Lets an honest peer finish the download: nothing is kept from it. */
    private void assertNothingIsOwed() throws Exception {
      var seed = leech.connected();
      seed.send(new HaveAll(), new Unchoke());
      boolean asked = true;
      while (asked) {
        asked = false;
        for (PeerMessage message : seed.messages()) {
          if (message instanceof Request request) {
            asked = true;
            seed.send(new Piece(request.piece(), request.begin(), leech.block(request)));
          }
        }
      }
      assertThat(leech.download().isComplete()).as("with seed %d", this.seed).isTrue();
    }
  }
}
