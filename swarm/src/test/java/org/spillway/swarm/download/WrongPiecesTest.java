package org.spillway.swarm.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.download.DownloadFixture.PIECE;
import static org.spillway.swarm.download.DownloadFixture.pieces;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.Request;

/** Wrong pieces, and who is found guilty of them. */
class WrongPiecesTest {
  private final DownloadFixture fixture = new DownloadFixture(PIECE);

  @Test
  void oneSender_isConvictedAtOnce() {
    var liar = fixture.seed();
    var requests = liar.next();
    fixture.answer(liar, requests.subList(0, 3));
    fixture.lie(liar, requests.get(3));
    assertThat(liar.isGuilty()).isTrue();
    assertThat(liar.next()).isEmpty();
    assertThat(liar.isInteresting()).isFalse();
    assertThat(fixture.wrong()).containsExactly(0);
    assertThat(fixture.download().isMissing(0)).isTrue();
  }

  @Test
  void severalSenders_onlyTheLiarIsConvicted_whenTheRightPieceIsKnown() {
    var honest = fixture.seed();
    var liar = fixture.seed();
    spoil(honest, liar);
    assertThat(liar.isGuilty()).as("nobody knows yet").isFalse();
    fixture.serve(honest);
    assertThat(fixture.isWritten()).isTrue();
    assertThat(liar.isGuilty()).isTrue();
    assertThat(honest.isGuilty()).isFalse();
  }

  @Test
  void severalSenders_theRightPieceComesFromAWebSeed() throws Exception {
    var honest = fixture.seed();
    var liar = fixture.seed();
    spoil(honest, liar);
    assertThat(fixture.download().handIn(0, fixture.piece(0), () -> {})).isTrue();
    assertThat(liar.isGuilty()).isTrue();
    assertThat(honest.isGuilty()).isFalse();
  }

  /** A liar could choose bytes for which a checksum without a key is that of the right block. */
  @Test
  void wrongBlock_withTheSameCrc() {
    var honest = fixture.seed();
    var liar = fixture.seed();
    var requests = honest.next();
    liar.next();
    var forged = fixture.block(requests.get(0));
    long before = crc(forged);
    // Its 33 bits, those of the highest powers first, from the least bit of each byte on.
    long bits = Long.reverse(0x11EDC6F41L) >>> (Long.SIZE - 33);
    for (int i = 0; i < 5; i++) {
      forged.put(i, (byte) (forged.get(i) ^ (bits >>> (8 * i))));
    }
    assertThat(crc(forged)).isEqualTo(before);
    liar.add(0, 0, forged);
    honest.obsolete();
    fixture.answer(honest, requests.subList(1, 4));
    assertThat(fixture.wrong()).containsExactly(0);
    liar.obsolete();
    fixture.serve(honest);
    assertThat(liar.isGuilty()).isTrue();
  }

  private static long crc(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate());
    return crc.getValue();
  }

  @Test
  void wrongPiece_isFetchedFromOnePeerAlone() {
    var honest = fixture.seed();
    var liar = fixture.seed();
    spoil(honest, liar);
    assertThat(honest.next()).hasSize(4);
    assertThat(liar.next()).isEmpty();
    honest.choked(false);
    assertThat(liar.next()).hasSize(4);
  }

  @Test
  void wrongPiece_heldByASlowPeer_othersHelpAfterAWhile() {
    var slow = fixture.seed();
    var liar = fixture.seed();
    var quick = fixture.seed();
    spoil(slow, liar);
    var requests = slow.next();
    fixture.pass(Duration.ofSeconds(19));
    assertThat(slow.isOverdue(DownloadFixture.PATIENCE.toNanos())).isFalse();
    fixture.answer(slow, requests.get(0));
    assertThat(quick.next()).isEmpty();
    fixture.pass(Duration.ofSeconds(12));
    fixture.serve(quick);
    assertThat(fixture.isWritten()).isTrue();
    assertThat(liar.isGuilty()).isTrue();
    assertThat(slow.isGuilty()).isFalse();
  }

  /** Lets two peers send one piece, of which one block is wrong. */
  private void spoil(PeerBlocks honest, PeerBlocks liar) {
    var requests = honest.next();
    assertThat(liar.next()).isEqualTo(requests);
    fixture.answer(honest, requests.subList(0, 3));
    fixture.lie(liar, requests.get(3));
    assertThat(fixture.wrong()).containsExactly(0);
    assertThat(honest.obsolete()).containsExactly(requests.get(3));
    assertThat(liar.obsolete()).isEqualTo(requests.subList(0, 3));
  }

  @Test
  void randomPeers_someLying() {
    long first = 20261130;
    System.out.printf("WrongPiecesTest seeds from %d on%n", first);
    for (long seed = first; seed < first + 300; seed++) {
      new RandomPeers(seed).run();
    }
  }

  /** Peers that answer, choke and lie as they like. */
  private static final class RandomPeers {
    private final Random random;
    private final long seed;
    private final DownloadFixture fixture;
    private final List<Peer> peers = new ArrayList<>();

    /** The blocks that are there, right or wrong. */
    private final Set<Request> received = new HashSet<>();

    RandomPeers(long seed) {
      this.seed = seed;
      random = new Random(seed);
      int count = 1 + random.nextInt(12);
      var order = random.nextBoolean() ? PieceOrder.SEQUENTIAL : PieceOrder.RAREST_FIRST;
      long memory = random.nextInt(count + 2) * (long) PIECE;
      fixture = new DownloadFixture(count * PIECE - random.nextInt(PIECE), order, memory, seed);
      var unheld = fixture.all();
      for (int i = random.nextInt(5); i >= 0; i--) {
        boolean last = i == 0;
        var has = last ? unheld : some(0.6);
        unheld.andNot(last ? new BitSet() : has);
        peers.add(new Peer(fixture.peer(has), 0));
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        peers.add(new Peer(fixture.peer(some(0.8)), 0.05 + random.nextDouble()));
      }
    }

    private BitSet some(double share) {
      var some = new BitSet();
      fixture.all().stream().filter(i -> random.nextDouble() < share).forEach(some::set);
      return some;
    }

    void run() {
      for (int step = 0; !fixture.download().isComplete(); step++) {
        assertThat(step).as("steps with seed %d", seed).isLessThan(50_000);
        peers.get(random.nextInt(peers.size())).act();
      }
      assertThat(fixture.isWritten()).as("content with seed %d", seed).isTrue();
      for (Peer peer : peers) {
        assertThat(peer.blocks.isGuilty()).as("guilt with seed %d", seed).isEqualTo(peer.lied);
      }
    }

    /** A peer and the requests that it has not answered. */
    private final class Peer {
      private final PeerBlocks blocks;
      private final double lies;
      private final List<Request> waiting = new ArrayList<>();
      private boolean choking;

      /** Whether a wrong block of the peer became part of a piece. */
      private boolean lied;

      Peer(PeerBlocks blocks, double lies) {
        this.blocks = blocks;
        this.lies = lies;
      }

      void act() {
        if (blocks.isGuilty()) {
          blocks.leave();
          return;
        }
        waiting.removeAll(blocks.obsolete());
        waiting.addAll(blocks.next());
        if (random.nextInt(10) == 0) {
          choke();
        } else if (!waiting.isEmpty()) {
          answer(waiting.remove(0));
        }
      }

      private void choke() {
        choking = !choking;
        if (choking) {
          blocks.choked(false);
          waiting.clear();
        } else {
          blocks.unchoked();
        }
      }

      private void answer(Request request) {
        boolean isFirst = received.add(request);
        int wrong = fixture.wrong().size();
        if (random.nextDouble() < lies) {
          lied |= isFirst;
          fixture.lie(blocks, request);
        } else {
          fixture.answer(blocks, request);
        }
        if (fixture.wrong().size() > wrong) {
          received.removeIf(block -> block.piece() == request.piece());
        }
      }
    }
  }

  @Test
  void wrongPiece_othersGoOn() {
    var several = new DownloadFixture(3 * PIECE);
    var liar = several.seed();
    liar.next().forEach(request -> several.lie(liar, request));
    var honest = several.seed();
    assertThat(pieces(honest.next())).hasSize(1);
    liar.leave();
    honest.leave();
    several.serve(several.seed());
    assertThat(several.isWritten()).isTrue();
  }
}
