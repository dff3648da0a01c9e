package org.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.testing.Program;
import org.spillway.torrent.TorrentFormat;

/** Folders in which somebody else writes. */
class HostileFoldersTest {
  private static final int PIECE = 256 * 1024;

  @TempDir Path folder;
  private Path target;
  private Path part;
  private Path outside;
  private FolderContent content =
      FolderContent.of(
          TorrentFormat.V1, PIECE, List.of(Entry.of("a/b", 2 * PIECE), Entry.of("c", PIECE)));

  @BeforeEach
  void setTarget() throws IOException {
    target = folder.resolve("album");
    part = folder.resolve("album.part");
    outside = Files.createDirectory(folder.resolve("outside"));
  }

  private PieceFiles open() throws IOException {
    return PieceFiles.open(target, content.info());
  }

  private void write(PieceFiles files, int piece) throws IOException {
    files.write(piece, ByteBuffer.wrap(content.piece(piece)));
  }

  private void assertNothingOutside() throws IOException {
    assertThat(FolderContent.read(outside)).isEmpty();
  }

  @Test
  void open_partIsALink() throws Exception {
    Files.createSymbolicLink(part, outside);
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(part + ": is not a folder; remove it");
    PieceFiles.discard(target);
    assertThat(part).doesNotExist();
    assertThat(outside).exists();
  }

  @Test
  void open_lockIsALink() throws Exception {
    Files.createDirectory(part);
    Files.createSymbolicLink(part.resolve(PartFolder.LOCK), outside.resolve("new"));
    assertThatThrownBy(this::open).isInstanceOf(StorageException.class);
    assertNothingOutside();
  }

  @Test
  void write_folderIsALink() throws Exception {
    open().close();
    Files.createSymbolicLink(part.resolve("a"), outside);
    assertThatThrownBy(this::open).hasMessage(part.resolve("a") + ": is not a folder; remove it");
    Files.delete(part.resolve("a"));
    try (var files = open()) {
      Files.createSymbolicLink(part.resolve("a"), outside);
      assertThatThrownBy(() -> write(files, 0))
          .isInstanceOf(StorageException.class)
          .hasMessage(part.resolve("a") + ": is not a folder; remove it");
      write(files, 2);
    }
    assertNothingOutside();
  }

  @Test
  void write_fileIsALink() throws Exception {
    try (var files = open()) {
      Files.createSymbolicLink(part.resolve("c"), outside.resolve("new"));
      assertThatThrownBy(() -> write(files, 2))
          .isInstanceOf(StorageException.class)
          .hasMessage(part.resolve("c") + ": is not a regular file; remove it");
    }
    assertNothingOutside();
  }

  /** To open a pipe would wait for its other end. */
  @Test
  @Timeout(60)
  void write_fileIsAPipe() throws Exception {
    try (var files = open()) {
      Program.run(Duration.ofSeconds(30), "mkfifo", part.resolve("c").toString());
      assertThatThrownBy(() -> write(files, 2))
          .hasMessage(part.resolve("c") + ": is not a regular file; remove it");
    }
  }

  @Test
  void complete_overwriteDoesNotFollowLinks() throws Exception {
    Files.createDirectory(target);
    Files.createSymbolicLink(target.resolve("a"), outside);
    try (var files = open()) {
      for (int piece = 0; piece < 3; piece++) {
        write(files, piece);
      }
      assertThatThrownBy(() -> files.complete(true))
          .hasMessage(target.resolve("a") + ": is not a folder; remove it");
    }
    assertNothingOutside();
    assertThat(target.resolve("c")).as("nothing is moved before").doesNotExist();
  }

  /** The link itself is replaced. */
  @Test
  void complete_targetIsALink() throws Exception {
    Files.createSymbolicLink(target, outside);
    try (var files = open()) {
      for (int piece = 0; piece < 3; piece++) {
        write(files, piece);
      }
      files.complete(true);
    }
    assertThat(Files.isSymbolicLink(target)).isFalse();
    assertThat(FolderContent.read(target)).containsExactlyEntriesOf(content.visible());
    assertNothingOutside();
  }

  @Test
  void write_names() throws Exception {
    content =
        FolderContent.of(
            TorrentFormat.V1,
            PIECE,
            List.of(
                Entry.of("..\\..\\outside\\x", 10),
                Entry.of("x".repeat(400), 10),
                Entry.of("x".repeat(400), 10),
                Entry.of("n", 10),
                Entry.of("n/n", 10),
                Entry.of(PartFolder.LOCK, 10)));
    try (var files = open()) {
      write(files, 0);
      files.complete(false);
    }
    assertNothingOutside();
    assertThat(FolderContent.read(target))
        .containsOnlyKeys(
            "..\\..\\outside\\x".replace('\\', '_'),
            "x".repeat(255),
            "x".repeat(251) + " (2)",
            "n",
            "n (2)/n",
            ".spillway (2).lock");
  }

  /** The system refuses what is too long for it. */
  @Test
  void write_deepPath() throws Exception {
    content =
        FolderContent.of(
            TorrentFormat.V1,
            PIECE,
            List.of(Entry.of("c", PIECE), Entry.of(("x".repeat(255) + "/").repeat(60) + "x", 10)));
    try (var files = open()) {
      write(files, 0);
      assertThatThrownBy(() -> write(files, 1))
          .isInstanceOf(StorageException.class)
          .hasMessageEndingWith(": File name too long");
    }
  }
}
