package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.torrent.PieceHashes;
import org.spillway.torrent.TorrentFormat;

class PieceHashesTest {
  @ParameterizedTest
  @EnumSource
  void verify_everyPiece(TorrentFormat format) {
    for (int length : new int[] {1, 16_384, 16_385, Content.PIECE, 3 * Content.PIECE, 100_001}) {
      var content = Content.of(format, length);
      var hashes = PieceHashes.of(content.metainfo()).orElseThrow();
      for (int piece = 0; piece < content.metainfo().info().pieceCount(); piece++) {
        byte[] bytes = content.piece(piece);
        assertThat(hashes.verify(piece, bytes)).as("%d of %d bytes", piece, length).isTrue();
        bytes[bytes.length - 1] ^= 1;
        assertThat(hashes.verify(piece, bytes)).isFalse();
      }
    }
  }

  @Test
  void verify_wrongLength() {
    var hashes = PieceHashes.of(Content.of(TorrentFormat.V2, 20_000).metainfo()).orElseThrow();
    assertThat(hashes.verify(0, new byte[19_999])).isFalse();
  }

  @Test
  void of_v2WithoutPieceLayer() {
    var content = Content.of(TorrentFormat.V2, 100_000).withoutPieceLayers();
    assertThat(PieceHashes.of(content.metainfo())).isEmpty();
  }

  @Test
  void of_v2OfOnePieceNeedsNoLayer() {
    var content = Content.of(TorrentFormat.V2, Content.PIECE).withoutPieceLayers();
    var hashes = PieceHashes.of(content.metainfo()).orElseThrow();
    assertThat(hashes.verify(0, content.bytes())).isTrue();
  }

  @Test
  void of_hybridWithoutPieceLayerTakesSha1() {
    var content = Content.of(TorrentFormat.HYBRID, 100_000).withoutPieceLayers();
    var hashes = PieceHashes.of(content.metainfo()).orElseThrow();
    assertThat(hashes.verify(1, content.piece(1))).isTrue();
    assertThat(hashes.verify(1, content.piece(2))).isFalse();
  }
}
