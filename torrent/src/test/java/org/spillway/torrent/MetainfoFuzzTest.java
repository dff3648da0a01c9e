package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class MetainfoFuzzTest {
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1m")
  void parse(byte[] bytes) {
    requireSameBytesBack(bytes);
  }

  static Stream<byte[]> seeds() {
    return Stream.of(
            "mktorrent-multi",
            "transmission-single",
            "libtorrent-v2-multi",
            "libtorrent-hybrid-single",
            "libtorrent-hybrid-multi")
        .map(name -> Content.torrent(name + ".torrent"));
  }

  /** A torrent with sound numbers that is written back as it was read, or a complaint. */
  static void requireSameBytesBack(byte[] bytes) {
    try {
      var metainfo = Metainfo.parse(bytes);
      assertThat(metainfo.toBytes()).isEqualTo(bytes);
      requireSound(metainfo.info());
      var changed = metainfo.withUrls(TorrentUrls.NONE).withoutPieceLayers();
      assertThat(Metainfo.parse(changed.toBytes())).isEqualTo(changed);
      var link = MagnetLink.of(metainfo);
      assertThat(link.names(metainfo.info())).isTrue();
    } catch (MalformedMetainfoException e) {
      assertThat(e.getMessage()).contains(": ");
    }
  }

  private static void requireSound(InfoDictionary info) {
    assertThat(info.length()).isNotNegative();
    assertThat(info.pieceCount()).isNotNegative();
    assertThat(info.files()).isNotEmpty();
    assertThat(info.swarmHashes()).contains(info.swarmHash());
    if (info.pieceCount() > 0 && info.isSingleFile()) {
      assertThat(info.pieceSize(info.pieceCount() - 1)).isBetween(1, info.pieceLength());
    }
  }
}
