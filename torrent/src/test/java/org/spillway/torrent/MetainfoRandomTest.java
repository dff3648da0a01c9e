package org.spillway.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MetainfoRandomTest {
  private static final long SEED = 20_260_105;

  @Test
  void parse_whatWasComposed() throws Exception {
    System.out.println("MetainfoRandomTest: seed " + SEED);
    var torrents = new RandomMetainfo(SEED);
    for (int i = 0; i < 300; i++) {
      var metainfo = torrents.next();
      var parsed = Metainfo.parse(metainfo.toBytes());
      assertThat(parsed).isEqualTo(metainfo);
      assertThat(parsed.urls()).isEqualTo(metainfo.urls());
      var urls = torrents.urls();
      assertThat(Metainfo.parse(metainfo.withUrls(urls).toBytes()).urls()).isEqualTo(urls);
    }
  }

  @Test
  void parse_oneByteChanged() {
    var torrents = new RandomMetainfo(SEED + 1);
    var random = new Random(SEED + 1);
    for (int i = 0; i < 300; i++) {
      byte[] original = torrents.next().toBytes();
      for (int j = 0; j < 50; j++) {
        byte[] bytes = original.clone();
        bytes[random.nextInt(Math.min(bytes.length, 600))] = (byte) random.nextInt(256);
        MetainfoFuzzTest.requireSameBytesBack(bytes);
      }
    }
  }
}
