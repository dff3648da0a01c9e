package org.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.client.store.PieceFiles.Found;
import org.spillway.torrent.TorrentFormat;

/** A download of a folder, and what it leaves on the disk. */
abstract class PieceFilesTestBase {
  static final int PIECE = 16 * 1024;

  @TempDir Path folder;
  Path target;
  Path part;
  FolderContent content = content(TorrentFormat.V1);

  @BeforeEach
  void setTarget() {
    target = folder.resolve("album");
    part = folder.resolve("album.part");
  }

  /** Pieces that span files, a file of several pieces, and one without content. */
  static FolderContent content(TorrentFormat format) {
    return FolderContent.of(
        format,
        PIECE,
        List.of(
            Entry.of("a/b/one.bin", 3 * PIECE + 5),
            Entry.of("a/two.txt", 10),
            Entry.of("empty", 0),
            Entry.of("z.bin", PIECE)));
  }

  PieceFiles open() throws IOException {
    return PieceFiles.open(target, content.info());
  }

  void write(PieceFiles files, int... pieces) throws IOException {
    for (int piece : pieces) {
      files.write(piece, ByteBuffer.wrap(content.piece(piece)));
    }
  }

  void writeAll(PieceFiles files) throws IOException {
    write(files, IntStream.range(0, content.info().pieceCount()).toArray());
  }

  BitSet verified(PieceFiles files) throws Exception {
    var right = new BitSet();
    files.verify(content.hashes(), right::set);
    return right;
  }

  void download() throws Exception {
    try (var files = open()) {
      writeAll(files);
      files.complete(false);
    }
  }

  Found look() throws Exception {
    return PieceFiles.look(target, content.info(), content.hashes());
  }

  void assertComplete() throws Exception {
    assertThat(FolderContent.read(target)).containsExactlyEntriesOf(content.visible());
    assertThat(part).doesNotExist();
  }
}
