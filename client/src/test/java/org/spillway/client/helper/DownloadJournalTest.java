package org.spillway.client.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;

class DownloadJournalTest {
  private static final URI URL = URI.create("https://example.org/a.iso");
  private static final Remembered PAUSED =
      new Remembered(
          DownloadSource.of(URL),
          Path.of("/home/me/ü.iso"),
          Phase.PAUSED,
          "",
          new Received(1, 2, 3),
          10,
          6);

  @TempDir private Path folder;

  private DownloadJournal journal;

  @BeforeEach
  void open() throws Exception {
    journal = DownloadJournal.in(folder.resolve("downloads/chromium"));
  }

  private JournalEntry claim(String id) throws Exception {
    return journal.claim(id).orElseThrow();
  }

  @Test
  void entry_isReadByTheNextToClaimIt() throws Exception {
    try (var entry = claim("a")) {
      entry.create(PAUSED);
    }
    assertThat(journal.ids()).containsExactly("a");
    try (var entry = claim("a")) {
      var read = entry.read().orElseThrow();
      assertThat(read).usingRecursiveComparison().isEqualTo(PAUSED);
    }
  }

  @Test
  void entry_keepsTheTorrent() throws Exception {
    var hasher = new FileHasher(TorrentFormat.V1, 16 * 1024);
    hasher.update(new byte[] {1}, 0, 1);
    var torrent = Metainfo.ofFile("a", hasher.finish(), TorrentUrls.NONE);
    try (var entry = claim("a")) {
      entry.create(
          new Remembered(
              DownloadSource.of(URL, torrent),
              PAUSED.target(),
              Phase.DOWNLOADING,
              "",
              Received.NOTHING,
              1,
              0));
    }
    try (var entry = claim("a")) {
      var read = entry.read().orElseThrow();
      assertThat(read.source().torrent().orElseThrow().toBytes()).isEqualTo(torrent.toBytes());
      assertThat(read.phase()).isEqualTo(Phase.WAITING);
    }
  }

  @Test
  void claim_onlyOnce() throws Exception {
    try (var entry = claim("a")) {
      assertThat(journal.claim("a")).isEmpty();
      entry.create(PAUSED);
    }
    claim("a").close();
  }

  @Test
  void delete_leavesNothing() throws Exception {
    var entry = claim("a");
    entry.create(PAUSED);
    entry.delete();
    assertThat(folder.resolve("downloads/chromium")).isEmptyDirectory();
  }

  /** Half a file, as no crash leaves it, or one that somebody has changed. */
  @Test
  void read_malformed() throws Exception {
    Path json = folder.resolve("downloads/chromium/a.json");
    try (var entry = claim("a")) {
      for (String text :
          new String[] {
            "",
            "{",
            "{}",
            "{\"url\":\"http://a/ b\",\"target\":\"/a\",\"phase\":\"paused\"}",
            "{\"url\":\"http://a/\",\"target\":\"a\",\"phase\":\"paused\"}",
            "{\"url\":\"http://a/\",\"target\":\"/a\",\"phase\":\"asleep\"}"
          }) {
        Files.writeString(json, text);
        assertThatThrownBy(entry::read).as(text).isInstanceOf(MalformedJsonException.class);
      }
    }
  }

  /** The addresses of what somebody downloads are nobody else's affair. */
  @Test
  void folder_isForItsOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(folder.resolve("downloads/chromium")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void ids_otherFilesAreLeftOut() throws Exception {
    Files.writeString(folder.resolve("downloads/chromium/a b.json"), "{}");
    Files.writeString(folder.resolve("downloads/chromium/c.json.new"), "{");
    assertThat(journal.ids()).isEmpty();
  }
}
