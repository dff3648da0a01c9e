package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.fallback.RequestHash;

class TorrentIndexTest {
  private final TorrentIndex index = new TorrentIndex();

  private static InfoHash hash(int n) {
    return InfoHash.parse("%040x".formatted(n));
  }

  private static TorrentIndex.Entry entry(String path, String version, Integer... hashes) {
    var swarmHashes = List.of(hashes).stream().map(TorrentIndexTest::hash).toList();
    var key = new TorrentKey(path, RequestHash.ofPath(path), swarmHashes);
    return new TorrentIndex.Entry(
        key, new SourceFile(path, 10L * hashes[0], Instant.EPOCH, version));
  }

  @Test
  void put_foundByAllNames() {
    var entry = entry("/a", "1", 1, 2);
    index.put(entry);
    assertThat(index.byPath("/a")).contains(entry);
    assertThat(index.pathOf(RequestHash.ofPath("/a"))).contains("/a");
    assertThat(index.pathsOf(hash(1))).containsExactly("/a");
    assertThat(index.pathsOf(hash(2))).containsExactly("/a");
    assertThat(index.size()).isEqualTo(1);
    assertThat(index.bytes()).isEqualTo(10);
  }

  @Test
  void put_replacesTheOlder() {
    index.put(entry("/a", "1", 1));
    index.put(entry("/a", "2", 2));
    assertThat(index.pathsOf(hash(1))).isEmpty();
    assertThat(index.pathsOf(hash(2))).containsExactly("/a");
    assertThat(index.bytes()).isEqualTo(20);
  }

  @Test
  void remove_sharedInfoHash() {
    index.put(entry("/a/x", "1", 1));
    index.put(entry("/b/x", "1", 1));
    assertThat(index.pathsOf(hash(1))).containsExactlyInAnyOrder("/a/x", "/b/x");
    index.remove("/a/x");
    assertThat(index.pathsOf(hash(1))).containsExactly("/b/x");
    index.remove("/b/x");
    assertThat(index.pathsOf(hash(1))).isEmpty();
    assertThat(index.remove("/b/x")).isEmpty();
    assertThat(index.bytes()).isZero();
  }

  @Test
  void putAndRemove_agreesWithPlainMap() {
    long seed = 3;
    System.out.println("torrent index: seed " + seed);
    var random = new Random(seed);
    Map<String, TorrentIndex.Entry> plain = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      String path = "/" + random.nextInt(20);
      if (random.nextInt(3) == 0) {
        index.remove(path);
        plain.remove(path);
      } else {
        var entry = entry(path, "" + i, 1 + random.nextInt(10), 100 + random.nextInt(10));
        index.put(entry);
        plain.put(path, entry);
      }
    }
    assertThat(index.paths()).isEqualTo(plain.keySet());
    for (int n = 1; n < 110; n++) {
      var hash = hash(n);
      var paths =
          plain.values().stream()
              .map(TorrentIndex.Entry::key)
              .filter(key -> key.swarmHashes().contains(hash))
              .map(TorrentKey::path)
              .collect(Collectors.toSet());
      assertThat(index.pathsOf(hash)).isEqualTo(paths);
    }
    assertThat(index.bytes())
        .isEqualTo(plain.values().stream().mapToLong(TorrentIndex.Entry::length).sum());
  }
}
