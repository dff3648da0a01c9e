package org.spillway.swarm.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.download.DownloadFixture.PIECE;
import static org.spillway.swarm.download.DownloadFixture.pieces;
import static org.spillway.swarm.download.DownloadFixture.set;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Web seeds that take whole pieces, beside peers. */
class WebSeedPiecesTest {
  private final DownloadFixture fixture =
      new DownloadFixture(6 * PIECE - 5, PieceOrder.SEQUENTIAL, Long.MAX_VALUE, 1);
  private final Download download = fixture.download();
  private final AtomicInteger kept = new AtomicInteger();

  private boolean handIn(int piece, byte[] bytes) throws Exception {
    return download.handIn(piece, bytes, kept::incrementAndGet);
  }

  @Test
  void takeRange_runOfPiecesThatNobodyFetches() {
    assertThat(pieces(fixture.peer(set(2, 3)).next())).containsExactly(2);
    assertThat(download.takeRange(100)).isEqualTo(new PieceRange(0, 2));
    assertThat(download.takeRange(2)).isEqualTo(new PieceRange(3, 5));
    assertThat(download.takeRange(100)).isEqualTo(new PieceRange(5, 6));
  }

  @Test
  void takeRange_rarestFirst_beginsWithWhatNoPeerHas() {
    var rarest = new DownloadFixture(6 * PIECE);
    rarest.peer(set(0, 4));
    rarest.peer(set(5, 6));
    assertThat(rarest.download().takeRange(1)).isEqualTo(new PieceRange(4, 5));
  }

  @Test
  void peers_fetchNothingThatWebSeedsFetch() {
    download.takeRange(5);
    assertThat(pieces(fixture.seed().next())).containsExactly(5);
  }

  @Test
  void release_letsOthersFetch() {
    var range = download.takeRange(6);
    download.release(range.first());
    assertThat(pieces(fixture.seed().next())).containsExactly(0);
  }

  @Test
  void endGame_betweenWebSeeds_threeHoldersAtMost() {
    assertThat(download.takeRange(6)).isEqualTo(new PieceRange(0, 6));
    for (int round = 0; round < 2; round++) {
      for (int piece = 0; piece < 6; piece++) {
        assertThat(download.takeRange(6)).isEqualTo(new PieceRange(piece, piece + 1));
      }
    }
    assertThat(download.takeRange(6)).isEqualTo(PieceRange.EMPTY);
    download.release(4);
    assertThat(download.takeRange(6)).isEqualTo(new PieceRange(4, 5));
  }

  @Test
  void endGame_peersFetchWhatWebSeedsHold() throws Exception {
    download.takeRange(6);
    fixture.serve(fixture.seed());
    assertThat(fixture.isWritten()).isTrue();
    assertThat(handIn(3, fixture.piece(3))).as("late, but right").isTrue();
    assertThat(kept).hasValue(0);
  }

  @Test
  void endGame_webSeedsFetchWhatPeersHold() throws Exception {
    var peer = fixture.seed();
    download.takeRange(6);
    var requests = peer.next();
    assertThat(handIn(0, fixture.piece(0))).isTrue();
    assertThat(kept).hasValue(1);
    assertThat(peer.obsolete()).isEqualTo(requests);
    assertThat(pieces(peer.next())).doesNotContain(0);
    assertThat(pieces(fixture.seed().next())).doesNotContain(0);
  }

  @Test
  void handIn_wrongContent() throws Exception {
    int piece = download.takeRange(1).first();
    assertThat(handIn(piece, fixture.piece(1))).isFalse();
    assertThat(download.isMissing(piece)).isTrue();
    download.release(piece);
    assertThat(download.takeRange(1).first()).isEqualTo(piece);
    assertThat(kept).hasValue(0);
  }

  @Test
  void handIn_twice_isKeptOnce() throws Exception {
    assertThat(handIn(5, fixture.piece(5))).isTrue();
    assertThat(handIn(5, fixture.piece(5))).isTrue();
    assertThat(kept).hasValue(1);
    assertThat(download.keptSince(0)).containsExactly(5);
  }

  /** A web seed gives up a piece while the same piece from peers is being verified. */
  @Test
  void release_whileThePieceSettles_isNotFetchedTwice() {
    download.takeRange(6);
    var liar = fixture.peer(set(0, 1));
    var requests = liar.next();
    requests.subList(0, 3).forEach(request -> fixture.answer(liar, request));
    var last = requests.get(3);
    var wrong = fixture.block(last);
    wrong.put(0, (byte) ~wrong.get(0));
    var settling = liar.add(last.piece(), last.begin(), wrong).orElseThrow();
    download.release(0);
    var honest = fixture.peer(set(0, 1));
    assertThat(honest.next()).as("it settles").isEmpty();
    settling.run();
    assertThat(liar.isGuilty()).isTrue();
    fixture.serve(honest);
    assertThat(fixture.received()).containsExactly(0);
  }
}
