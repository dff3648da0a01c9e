package org.spillway.client.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.torrent.Metainfo;

class TorrentCacheTest {
  private static final URI URL = URI.create("http://h.test/a?key=secret");

  @TempDir private Path home;
  private Path folder;
  private TorrentCache cache;

  @BeforeEach
  void open() {
    folder = home.resolve("cache/torrents");
    cache = new TorrentCache(folder);
  }

  private static Metainfo torrent(String name) throws Exception {
    String info = "d6:lengthi1e4:name%d:%s12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaae";
    return Metainfo.parse(
        ("d4:info" + info.formatted(name.length(), name) + "e").getBytes(US_ASCII));
  }

  @Test
  void find_whatWasKeptLast() throws Exception {
    assertThat(cache.find(URL)).isEmpty();
    cache.keep(URL, torrent("one"));
    cache.keep(URL, torrent("two"));
    assertThat(cache.find(URL).orElseThrow().metainfo().info().name()).isEqualTo("two");
    assertThat(cache.find(URI.create("http://h.test/a"))).isEmpty();
    cache.forget(URL);
    assertThat(cache.find(URL)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keep_tellsNobodyAnything() throws Exception {
    cache.keep(URL, torrent("one"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (var files = Files.list(folder)) {
      assertThat(files).allMatch(file -> file.getFileName().toString().matches("[0-9a-f]{64}.*"));
    }
  }

  @Test
  void keep_theOldestMakeRoom() throws Exception {
    for (int i = 0; i <= TorrentCache.MOST_TORRENTS; i++) {
      Path file = Files.createDirectories(folder).resolve(i + ".torrent");
      Files.writeString(file, "x");
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(i)));
    }
    cache.keep(URL, torrent("one"));
    assertThat(folder.resolve("0.torrent")).doesNotExist();
    assertThat(folder.resolve("1.torrent")).doesNotExist();
    assertThat(folder.resolve("2.torrent")).exists();
    assertThat(cache.find(URL)).isPresent();
  }

  @Test
  void find_damaged() throws Exception {
    cache.keep(URL, torrent("one"));
    try (var files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "d4:info");
    }
    assertThat(cache.find(URL)).isEmpty();
  }

  @Test
  void keep_withoutFolder() throws Exception {
    var none = new TorrentCache(null);
    none.keep(URL, torrent("one"));
    assertThat(none.find(URL)).isEmpty();
  }
}
