package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.TorrentFormat;

class PiecePickerTest {
  private final Content content = Content.of(TorrentFormat.V1, 10 * Content.PIECE - 7);
  private final AtomicLong time = new AtomicLong(77);
  private final PiecePicker board = board(set(0, 10));

  private PiecePicker board(BitSet missing) {
    var metainfo = content.metainfo();
    var hashes = PieceHashes.of(metainfo).orElseThrow();
    return new PiecePicker(metainfo.info(), hashes, missing, time::get);
  }

  private static BitSet set(int from, int to) {
    var set = new BitSet();
    set.set(from, to);
    return set;
  }

  @Test
  void take_eachPieceOnceUntilNoneIsLeft() {
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      taken.add(board.take(set(0, 10), taken).orElseThrow());
    }
    assertThat(taken).hasSize(10);
    assertThat(board.take(set(0, 10), taken)).isEmpty();
  }

  @Test
  void take_onlyWhatThePeerHas() {
    assertThat(board.take(set(4, 5), Set.of())).hasValue(4);
    assertThat(board.take(set(4, 5), Set.of(4))).isEmpty();
    assertThat(board.take(new BitSet(), Set.of())).isEmpty();
  }

  @Test
  void take_atTheEndWhatOthersHold() {
    var last = board(set(6, 7));
    for (int holder = 0; holder < 3; holder++) {
      assertThat(last.take(set(0, 10), Set.of())).hasValue(6);
    }
    assertThat(last.take(set(0, 10), Set.of())).as("three hold it").isEmpty();
    last.release(6);
    assertThat(last.take(set(0, 10), Set.of(6))).as("holds it itself").isEmpty();
    assertThat(last.take(set(0, 10), Set.of())).hasValue(6);
  }

  @Test
  void release_makesItFreeAgain() {
    int piece = board.take(set(2, 3), Set.of()).orElseThrow();
    board.release(piece);
    assertThat(board.take(set(2, 3), Set.of())).hasValue(2);
  }

  @Test
  void takeRange_runOfFreePieces() {
    var some = board(set(3, 6));
    var range = some.takeRange(100);
    assertThat(range.first()).isBetween(3, 5);
    assertThat(range.end()).isEqualTo(6);
    assertThat(board.takeRange(2).end() - 10).isNotPositive();
  }

  @Test
  void takeRange_nothingMissing() {
    assertThat(board(new BitSet()).takeRange(3)).isEqualTo(PieceRange.EMPTY);
  }

  @Test
  void handIn_rightPieceOnce() throws Exception {
    assertThat(board.handIn(9, content.piece(9), Source.PEER)).isTrue();
    assertThat(board.handIn(9, content.piece(9), Source.WEB_SEED)).isTrue();
    assertThat(board.isMissing(9)).isFalse();
    assertThat(board.next().orElseThrow().source()).isEqualTo(Source.PEER);
    assertThat(board.next()).isEmpty();
  }

  @Test
  void handIn_wrongPiece() throws Exception {
    assertThat(board.handIn(0, content.piece(1), Source.PEER)).isFalse();
    assertThat(board.isMissing(0)).isTrue();
  }

  @Test
  void silence_sinceTheLastByte() {
    time.addAndGet(5);
    assertThat(board.silence()).as("from the start").isEqualTo(5);
    board.touch();
    time.addAndGet(3);
    assertThat(board.silence()).isEqualTo(3);
  }

  @Test
  void close_givesNothingMore() {
    board.close();
    assertThat(board.isOpen()).isFalse();
    assertThat(board.take(set(0, 10), Set.of())).isEqualTo(OptionalInt.empty());
    assertThat(board.takeRange(4)).isEqualTo(PieceRange.EMPTY);
  }
}
