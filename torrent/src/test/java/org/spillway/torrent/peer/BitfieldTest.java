package org.spillway.torrent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class BitfieldTest {

  @Test
  void has_highestBitOfTheFirstByte_isPiece0() {
    var bitfield = Bitfield.read(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0x01}));

    assertThat(bitfield.has(0)).isTrue();
    assertThat(bitfield.has(1)).isFalse();
    assertThat(bitfield.has(15)).isTrue();
    assertThat(bitfield.has(16)).isFalse();
    assertThat(bitfield.has(Integer.MAX_VALUE)).isFalse();
    assertThat(bitfield.count()).isEqualTo(2);
  }

  @Test
  void of_bits_givesThemBack() {
    var has = new BitSet();
    has.set(3);
    has.set(7, 12);

    var bitfield = Bitfield.of(has, 13);

    assertThat(bitfield.toBitSet()).isEqualTo(has);
    assertThat(bitfield.count()).isEqualTo(6);
    assertThat(bitfield).isEqualTo(Bitfield.of(has, 16)).isNotEqualTo(Bitfield.of(has, 17));
  }

  @Test
  void of_pieceBeyondTheEnd_isTheCallersMistake() {
    var has = new BitSet();
    has.set(10);

    assertThatThrownBy(() -> Bitfield.of(has, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("piece 10 of 10");
  }

  @Test
  void complete_isValidForItsPiecesOnly() {
    for (int pieces = 1; pieces < 40; pieces++) {
      var bitfield = Bitfield.complete(pieces);

      assertThat(bitfield.count()).isEqualTo(pieces);
      for (int other = 0; other < 50; other++) {
        boolean fits = other >= pieces && (other + 7) / 8 == (pieces + 7) / 8;
        assertThat(bitfield.isValidFor(other)).as("%d for %d", pieces, other).isEqualTo(fits);
      }
    }
  }

  @Test
  void isValidFor_spareBitSet_isFalse() {
    var bitfield = Bitfield.read(ByteBuffer.wrap(new byte[] {(byte) 0xf8}));

    assertThat(bitfield.isValidFor(5)).isTrue();
    assertThat(bitfield.isValidFor(4)).isFalse();
  }
}
