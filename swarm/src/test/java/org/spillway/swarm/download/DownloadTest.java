package org.spillway.swarm.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.swarm.download.DownloadFixture.BLOCK;
import static org.spillway.swarm.download.DownloadFixture.PIECE;
import static org.spillway.swarm.download.DownloadFixture.pieces;
import static org.spillway.swarm.download.DownloadFixture.request;
import static org.spillway.swarm.download.DownloadFixture.set;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.peer.Request;

class DownloadTest {
  @Test
  void oneSeed_bringsEverything() {
    var fixture = new DownloadFixture(10 * PIECE - BLOCK - 7);
    fixture.serve(fixture.seed());
    assertThat(fixture.isWritten()).isTrue();
    assertThat(fixture.download().isComplete()).isTrue();
    assertThat(fixture.download().left()).isZero();
    assertThat(fixture.received()).hasSize(10).isEqualTo(fixture.download().keptSince(0));
    assertThat(fixture.download().keptSince(8)).hasSize(2);
  }

  @Test
  void next_rarestFirst() {
    var fixture = new DownloadFixture(4 * PIECE);
    fixture.peer(set(0, 2));
    fixture.peer(set(3, 4));
    assertThat(fixture.seed().next())
        .containsExactly(request(2, 0), request(2, 1), request(2, 2), request(2, 3));
  }

  @Test
  void next_sequential() {
    var fixture = new DownloadFixture(4 * PIECE, PieceOrder.SEQUENTIAL, Long.MAX_VALUE, 1);
    assertThat(pieces(fixture.peer(set(1, 4)).next())).containsExactly(1);
    assertThat(pieces(fixture.seed().next())).containsExactly(0);
    assertThat(pieces(fixture.seed().next())).containsExactly(2);
  }

  @Test
  void next_piecesThatNobodyFetchesFirst() {
    var fixture = new DownloadFixture(6 * PIECE);
    var requests = List.of(fixture.seed().next(), fixture.seed().next(), fixture.seed().next());
    assertThat(requests.stream().flatMap(List::stream).map(Request::piece).distinct()).hasSize(3);
  }

  @Test
  void next_onlyWhatThePeerHas() {
    var fixture = new DownloadFixture(4 * PIECE);
    var peer = fixture.peer(set(2, 3));
    assertThat(peer.next()).hasSize(4).allMatch(request -> request.piece() == 2);
    assertThat(fixture.peer(set(0, 0)).next()).isEmpty();
    assertThat(fixture.peer(set(0, 0)).isInteresting()).isFalse();
  }

  @Test
  void leave_givesItsPieceToTheNext() {
    var fixture = new DownloadFixture(9 * PIECE);
    var leaving = fixture.seed();
    var requests = leaving.next();
    fixture.answer(leaving, requests.get(0));
    leaving.leave();
    assertThat(fixture.seed().next()).startsWith(requests.get(1), requests.get(2), requests.get(3));
    fixture.answer(leaving, requests.get(1));
    assertThat(leaving.next()).isEmpty();
  }

  @Test
  void choked_withoutFast_dropsTheRequests() {
    var fixture = new DownloadFixture(9 * PIECE);
    var peer = fixture.seed();
    var requests = peer.next();
    peer.choked(false);
    assertThat(peer.next()).isEmpty();
    assertThat(fixture.seed().next()).isEqualTo(requests);
  }

  /** BEP 6: a choke answers no requests, each must be rejected or served. */
  @Test
  void choked_withFast_waitsForRejects() {
    var fixture = new DownloadFixture(PIECE);
    var peer = fixture.seed();
    var requests = peer.next();
    peer.choked(true);
    fixture.answer(peer, requests.subList(0, 3));
    peer.rejected(requests.get(3));
    assertThat(peer.next()).isEmpty();
    peer.unchoked();
    assertThat(peer.next()).containsExactly(requests.get(3));
    fixture.answer(peer, requests.get(3));
    assertThat(fixture.isWritten()).isTrue();
  }

  @Test
  void rejected_isNotAskedAgain() {
    var fixture = new DownloadFixture(2 * PIECE);
    var peer = fixture.seed();
    int piece = pieces(peer.next()).get(0);
    peer.rejected(request(piece, 2));
    assertThat(pieces(peer.next())).containsExactly(1 - piece);
    assertThat(peer.isSeed()).isFalse();
  }

  @Test
  void allowedFast_isFetchedWhileChoked() {
    var fixture = new DownloadFixture(9 * PIECE);
    var peer = new PeerBlocks(fixture.download());
    peer.has(set(0, 5));
    peer.allowFast(4);
    peer.allowFast(7);
    assertThat(peer.next()).hasSize(4).allMatch(request -> request.piece() == 4);
    peer.rejected(request(4, 1));
    assertThat(peer.next()).isEmpty();
  }

  @Test
  void endGame_threeHoldersAtMost() {
    var fixture = new DownloadFixture(PIECE);
    var requests = fixture.seed().next();
    assertThat(requests).hasSize(4);
    assertThat(fixture.seed().next()).isEqualTo(requests);
    assertThat(fixture.seed().next()).isEqualTo(requests);
    assertThat(fixture.seed().next()).isEmpty();
  }

  /** Otherwise one slow peer could hold up all that can be had, as long as anything cannot. */
  @Test
  void endGame_beginsThoughNobodyHasSomePieces() {
    var fixture = new DownloadFixture(9 * PIECE);
    var slow = fixture.peer(set(0, 1));
    var requests = slow.next();
    assertThat(requests).hasSize(4);
    var quick = fixture.peer(set(0, 1));
    assertThat(quick.next()).isEqualTo(requests);
    var more = fixture.peer(set(0, 2));
    assertThat(pieces(more.next())).containsExactly(1);
    more.leave();
    assertThat(fixture.peer(set(0, 1)).next()).isEqualTo(requests);
  }

  /** A web seed that is at work fetches the rest. */
  @Test
  void endGame_doesNotBeginWhileAWebSeedHasMoreToFetch() {
    var fixture = new DownloadFixture(9 * PIECE);
    fixture.peer(set(0, 1)).next();
    assertThat(fixture.download().takeRange(1).isEmpty()).isFalse();
    assertThat(fixture.peer(set(0, 1)).next()).isEmpty();
  }

  @Test
  void late_onlyAsManyAsWereGivenUp() {
    var fixture = new DownloadFixture(9 * PIECE);
    var peer = fixture.seed();
    var requests = peer.next();
    var first = requests.get(0);
    assertThat(peer.owes(first.piece(), first.begin(), first.length())).isTrue();
    assertThat(peer.owes(first.piece(), first.begin(), first.length() - 1)).isFalse();
    assertThat(peer.isLate()).isFalse();
    peer.choked(false);
    assertThat(peer.owes(first.piece(), first.begin(), first.length())).isFalse();
    for (int i = 0; i < requests.size(); i++) {
      assertThat(peer.isLate()).isTrue();
    }
    assertThat(peer.isLate()).isFalse();
  }

  @Test
  void endGame_cancelsWhatOthersBrought() {
    var fixture = new DownloadFixture(PIECE);
    var one = fixture.seed();
    var other = fixture.seed();
    var requests = one.next();
    assertThat(other.next()).isEqualTo(requests);
    fixture.answer(one, requests.subList(0, 2));
    assertThat(other.obsolete()).isEqualTo(requests.subList(0, 2));
    fixture.answer(one, requests.subList(2, 4));
    assertThat(other.obsolete()).isEqualTo(requests.subList(2, 4));
    assertThat(other.obsolete()).isEmpty();
    assertThat(fixture.received()).containsExactly(0);
  }

  /** BEP 6: a peer answers a cancel by a reject, which does not say that it lacks the piece. */
  @Test
  void rejected_answersACancel_keepsThePiece() {
    var fixture = new DownloadFixture(PIECE);
    var one = fixture.seed();
    var other = fixture.seed();
    var requests = one.next();
    other.next();
    fixture.answer(one, requests.get(0));
    other.obsolete().forEach(other::rejected);
    assertThat(other.isSeed()).isTrue();
    fixture.answer(other, requests.subList(1, 4));
    assertThat(fixture.isWritten()).isTrue();
  }

  @Test
  void memory_boundsThePiecesThatAreOpenOrSettled() {
    var fixture = new DownloadFixture(9 * PIECE, PieceOrder.SEQUENTIAL, 2 * PIECE + PIECE / 2, 1);
    var first = fixture.seed();
    var requests = first.next();
    requests.subList(0, 3).forEach(request -> fixture.answer(first, request));
    var last = requests.get(3);
    var settling = first.add(last.piece(), last.begin(), fixture.block(last)).orElseThrow();
    assertThat(pieces(first.next())).as("one settles, one is open").containsExactly(1);
    assertThat(pieces(fixture.seed().next())).as("no room").containsExactly(1);
    settling.run();
    assertThat(pieces(fixture.seed().next())).contains(2);
  }

  @Test
  void memory_lessThanAPiece_hasRoomForOne() {
    var fixture = new DownloadFixture(3 * PIECE, PieceOrder.SEQUENTIAL, 1, 1);
    assertThat(pieces(fixture.seed().next())).containsExactly(0);
    assertThat(pieces(fixture.seed().next())).as("the same one").containsExactly(0);
  }

  @Test
  void add_unexpected() {
    var fixture = new DownloadFixture(9 * PIECE);
    var peer = fixture.seed();
    var asked = peer.next().get(0);
    peer.add(asked.piece(), asked.begin() + 1, ByteBuffer.allocate(BLOCK));
    peer.add(asked.piece(), asked.begin(), ByteBuffer.allocate(BLOCK - 1));
    peer.add(asked.piece(), Integer.MAX_VALUE, ByteBuffer.allocate(BLOCK));
    peer.add(Integer.MAX_VALUE, 0, ByteBuffer.allocate(BLOCK));
    fixture.answer(peer, request((asked.piece() + 1) % 9, 0));
    fixture.answer(peer, asked);
    fixture.lie(peer, asked);
    fixture.serve(peer);
    peer.leave();
    fixture.serve(fixture.seed());
    assertThat(fixture.isWritten()).isTrue();
    assertThat(fixture.wrong()).isEmpty();
  }

  @Test
  void silence_sinceTheLastBlock() {
    var fixture = new DownloadFixture(PIECE);
    var peer = fixture.seed();
    var requests = peer.next();
    fixture.pass(Duration.ofNanos(5));
    assertThat(fixture.download().silence()).isEqualTo(5);
    fixture.answer(peer, requests.get(0));
    fixture.pass(Duration.ofNanos(3));
    assertThat(fixture.download().silence()).isEqualTo(3);
  }

  @Test
  void close_asksForNothingMore() {
    var fixture = new DownloadFixture(4 * PIECE);
    var peer = fixture.seed();
    var requests = peer.next();
    fixture.download().close();
    assertThat(peer.obsolete()).isEqualTo(requests);
    assertThat(peer.next()).isEmpty();
    assertThat(peer.isInteresting()).isFalse();
    assertThat(fixture.download().takeRange(4)).isEqualTo(PieceRange.EMPTY);
  }

  @Test
  void sink_thatFails_failsTheDownload() {
    var fixture = new DownloadFixture(PIECE);
    var full = new IOException("the disk is full");
    var download =
        new Download(
            fixture.download().info(),
            fixture.all(),
            (piece, bytes) -> true,
            (piece, bytes) -> {
              throw full;
            },
            DownloadListener.NONE,
            PieceOrder.RAREST_FIRST,
            PIECE,
            new Random(1),
            () -> 0);
    assertThatThrownBy(() -> download.handIn(0, fixture.piece(0), () -> {})).isSameAs(full);
    assertThatThrownBy(() -> download.await(1000)).isSameAs(full);
    assertThat(download.isOpen()).isFalse();
  }
}
