package org.spillway.swarm.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;

class TorrentKeysTest {
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  private InfoHash randomTorrent() {
    byte[] bytes = new byte[InfoHash.LENGTH];
    random.nextBytes(bytes);
    return InfoHash.of(bytes);
  }

  @Test
  void find_byTheHashOfThePeer() {
    var keys = new TorrentKeys();
    var torrent = randomTorrent();
    byte[] hash = DhSecret.ofTorrent(torrent);
    assertThat(keys.find(hash)).isEmpty();
    assertThat(keys.add(torrent)).isTrue();
    assertThat(keys.add(torrent)).isFalse();
    assertThat(keys.find(hash)).contains(torrent);
    assertThat(keys.size()).isEqualTo(1);
    hash[10] ^= 1;
    assertThat(keys.find(hash)).isEmpty();
    assertThat(keys.remove(torrent)).isTrue();
    assertThat(keys.remove(torrent)).isFalse();
    assertThat(keys.size()).isZero();
  }

  @Test
  void addAndRemove_manyTorrents_likeASet() {
    var keys = new TorrentKeys();
    Set<InfoHash> expected = new HashSet<>();
    List<InfoHash> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      all.add(randomTorrent());
    }
    for (int i = 0; i < 100_000; i++) {
      // It grows at first and shrinks in the end.
      var torrent = all.get(random.nextInt(all.size()));
      if (random.nextInt(100_000) > i) {
        assertThat(keys.add(torrent)).isEqualTo(expected.add(torrent));
      } else {
        assertThat(keys.remove(torrent)).isEqualTo(expected.remove(torrent));
      }
    }
    assertThat(keys.size()).as("seed %d", seed).isEqualTo(expected.size());
    for (InfoHash torrent : all) {
      assertThat(keys.find(DhSecret.ofTorrent(torrent)).isPresent())
          .as("seed %d", seed)
          .isEqualTo(expected.contains(torrent));
    }
  }

  /** Prefixes that are equal, or lead to the same or the next slots, and that of a free one. */
  @Test
  void table_prefixesInCommon_staysRight() {
    var table = new TorrentTable();
    Set<InfoHash> expected = new HashSet<>();
    List<InfoHash> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(randomTorrent());
    }
    for (int i = 0; i < 20_000; i++) {
      int index = random.nextInt(all.size());
      var torrent = all.get(index);
      if (random.nextBoolean()) {
        assertThat(table.add(prefix(index), torrent)).isEqualTo(expected.add(torrent));
      } else {
        assertThat(table.remove(prefix(index), torrent)).isEqualTo(expected.remove(torrent));
      }
      int other = random.nextInt(all.size());
      assertThat(table.find(prefix(other), DhSecret.ofTorrent(all.get(other))).isPresent())
          .as("seed %d", seed)
          .isEqualTo(expected.contains(all.get(other)));
      assertThat(table.size()).isEqualTo(expected.size());
    }
  }

  private static long prefix(int index) {
    return switch (index % 4) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> -1L - index;
      default -> (long) index << 58;
    };
  }

  @Test
  void manyThreads() throws Exception {
    var keys = new TorrentKeys();
    var threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        List<InfoHash> own = new ArrayList<>();
        for (int j = 0; j < 2_000; j++) {
          own.add(randomTorrent());
        }
        results.add(threads.submit(() -> addAndRemoveHalf(keys, own)));
      }
      for (var result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(keys.size()).isEqualTo(4_000);
  }

  private static boolean addAndRemoveHalf(TorrentKeys keys, List<InfoHash> own) {
    own.forEach(keys::add);
    boolean found =
        own.stream().allMatch(torrent -> keys.find(DhSecret.ofTorrent(torrent)).isPresent());
    own.subList(0, own.size() / 2).forEach(keys::remove);
    return found;
  }
}
