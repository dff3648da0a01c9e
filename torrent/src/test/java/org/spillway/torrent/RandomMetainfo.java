package org.spillway.torrent;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random torrents of one file. */
final class RandomMetainfo {
  private final Random random;

  RandomMetainfo(long seed) {
    this.random = new Random(seed);
  }

  Metainfo next() {
    int choice = random.nextInt(3);
    var format =
        choice == 0 ? TorrentFormat.V1 : choice == 1 ? TorrentFormat.V2 : TorrentFormat.HYBRID;
    byte[] content = new byte[random.nextInt(200_000)];
    random.nextBytes(content);
    var hashes = Content.hashes(format, MerkleTree.BLOCK << random.nextInt(3), content);
    return Metainfo.ofFile(name(), hashes, urls());
  }

  String name() {
    String letters = "abc xyz-&=+%#?.äß中😀'\"\\";
    int[] points = letters.codePoints().toArray();
    var name = new StringBuilder("n");
    for (int i = random.nextInt(20); i > 0; i--) {
      name.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return name.toString();
  }

  TorrentUrls urls() {
    List<List<String>> tiers =
        IntStream.range(0, random.nextInt(3)).mapToObj(i -> texts()).toList();
    return new TorrentUrls(tiers, texts());
  }

  private List<String> texts() {
    return Stream.generate(() -> "http://" + name()).limit(random.nextInt(4)).toList();
  }
}
