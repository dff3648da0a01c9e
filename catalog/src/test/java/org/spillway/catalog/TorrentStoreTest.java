package org.spillway.catalog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.PieceLength;
import org.spillway.torrent.TorrentFormat;

class TorrentStoreTest {
  @TempDir Path temp;
  private Path stateDir;
  private TorrentStore store;

  @BeforeEach
  void open() throws IOException {
    stateDir = temp.resolve("new/state");
    store = TorrentStore.open(stateDir);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static StoredTorrent torrent(String path, TorrentFormat format) {
    byte[] content = Folder.bytes(path.hashCode(), 100_000);
    var hasher = new FileHasher(format, PieceLength.forFile(content.length));
    hasher.update(content, 0, content.length);
    var file = new SourceFile(path, content.length, Instant.EPOCH, "v-1");
    return StoredTorrent.of(file, hasher.finish());
  }

  private Path onlyRecord() throws IOException {
    try (Stream<Path> files = Files.walk(stateDir.resolve("torrents"))) {
      return files.filter(Files::isRegularFile).toList().get(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_whatWasWritten(TorrentFormat format) throws IOException {
    var torrent = torrent("/a b/ü", format);
    store.write(torrent);
    store.close();
    store = TorrentStore.open(stateDir);
    var read = store.read("/a b/ü").orElseThrow();
    assertThat(read.toBytes()).isEqualTo(torrent.toBytes());
    assertThat(read.sha256()).isEqualTo(torrent.sha256());
    assertThat(read.pieceLayer()).isEqualTo(torrent.pieceLayer());
    assertThat(read.swarmHashes()).isEqualTo(torrent.swarmHashes());
  }

  @Test
  void isOf_pathVersionAndFormat() {
    var torrent = torrent("/a", TorrentFormat.V1);
    var file = new SourceFile("/a", 100_000, Instant.EPOCH, "v-1");
    assertThat(torrent.isOf(file, TorrentFormat.V1)).isTrue();
    assertThat(torrent.isOf(file, TorrentFormat.HYBRID)).isFalse();
    var newer = new SourceFile("/a", 100_000, Instant.EPOCH, "v-2");
    assertThat(torrent.isOf(newer, TorrentFormat.V1)).isFalse();
    var other = new SourceFile("/b", 100_000, Instant.EPOCH, "v-1");
    assertThat(torrent.isOf(other, TorrentFormat.V1)).isFalse();
  }

  @Test
  void write_again() throws IOException {
    store.write(torrent("/a", TorrentFormat.V1));
    store.write(torrent("/a", TorrentFormat.V2));
    assertThat(store.read("/a").orElseThrow().metainfo().info().format())
        .isEqualTo(TorrentFormat.V2);
  }

  @Test
  void read_unknownPath() {
    assertThat(store.read("/none")).isEmpty();
  }

  @Test
  void read_everyTruncation() throws IOException {
    store.write(torrent("/a", TorrentFormat.HYBRID));
    Path file = onlyRecord();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(store.read("/a")).as("%d bytes", length).isEmpty();
    }
  }

  @Test
  void read_anyDamagedByte() throws IOException {
    store.write(torrent("/a", TorrentFormat.V1));
    Path file = onlyRecord();
    byte[] whole = Files.readAllBytes(file);
    long seed = 52;
    System.out.println("damaged records: seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, damaged);
      assertThat(store.read("/a")).isEmpty();
    }
  }

  @Test
  void read_damagedFileIsTakenAway() throws IOException {
    store.write(torrent("/a", TorrentFormat.V1));
    Path file = onlyRecord();
    Files.write(file, new byte[100]);
    assertThat(store.read("/a")).isEmpty();
    assertThat(file).doesNotExist();
    store.write(torrent("/a", TorrentFormat.V1));
    assertThat(store.read("/a")).isPresent();
  }

  @Test
  void parse_wholeButWrong() {
    for (String text : List.of("", "i1e", "d4:pathi1ee", "d4:path1:a6:sha2562:xx7:version1:ve")) {
      assertThatThrownBy(() -> StoredTorrent.parse(text.getBytes(US_ASCII)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void write_noRoom() throws IOException {
    Path unfinished = stateDir.resolve("unfinished");
    Files.delete(unfinished);
    Files.createFile(unfinished);
    assertThatThrownBy(() -> store.write(torrent("/a", TorrentFormat.V1)))
        .isInstanceOf(IOException.class);
    assertThat(store.read("/a")).isEmpty();
  }

  @Test
  void open_takesAwayWhatWasLeftUnfinished() throws IOException {
    store.close();
    Path leftOver = Files.write(stateDir.resolve("unfinished/17"), new byte[10]);
    store = TorrentStore.open(stateDir);
    assertThat(leftOver).doesNotExist();
  }

  @Test
  void open_twice() throws IOException {
    assertThatThrownBy(() -> TorrentStore.open(stateDir))
        .isInstanceOf(IOException.class)
        .hasMessage("state-dir: " + stateDir + " cannot be used: another process uses it");
    store.close();
    assertThatCode(() -> store = TorrentStore.open(stateDir)).doesNotThrowAnyException();
  }

  @Test
  void open_notAFolder() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    for (Path path : List.of(file, file.resolve("below"), Path.of("/proc/no-such-folder"))) {
      assertThatThrownBy(() -> TorrentStore.open(path))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("state-dir: " + path + " cannot be used: ")
          .hasMessageNotContaining("Exception");
    }
  }
}
