package org.spillway.swarm.torrents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.swarm.torrents.TestFolder.PIECE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.peer.Request;

/** Blocks of torrents of several files. */
class SharedTorrentTest {
  private static final int[] LENGTHS = {PIECE + 100, 50, 2 * PIECE, PIECE - 10};

  private static SharedTorrent share(TestFolder folder) {
    return new SharedTorrent(
        "folder",
        folder.torrent(),
        folder,
        host -> {
          throw new IllegalStateException("no peer connects");
        },
        RateLimiter.unlimited(),
        peer -> UploadMeter.of(new LongAdder()),
        null);
  }

  private static byte[] read(TestFolder folder, int piece, int begin, int length)
      throws IOException {
    var request = new Request(piece, begin, length);
    var torrent = share(folder);
    assertThat(torrent.contains(request)).isTrue();
    var target = ByteBuffer.allocate(length);
    torrent.read(request, target, torrent.reader());
    assertThat(target.hasRemaining()).isFalse();
    return target.array();
  }

  private static boolean contains(TestFolder folder, int piece, int begin, int length) {
    return share(folder).contains(new Request(piece, begin, length));
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void v1_filesFollowEachOther() throws Exception {
    var folder = new TestFolder(TorrentFormat.V1, LENGTHS);
    assertThat(folder.torrent().pieceCount()).isEqualTo(5);
    assertThat(read(folder, 1, 0, 200))
        .isEqualTo(
            joined(
                folder.bytes(0, PIECE, PIECE + 100),
                folder.bytes(1, 0, 50),
                folder.bytes(2, 0, 50)));
    assertThat(read(folder, 4, 0, 140)).isEqualTo(folder.bytes(3, PIECE - 150, PIECE - 10));
    assertThat(contains(folder, 4, 0, 141)).as("behind the end").isFalse();
    assertThat(contains(folder, 4, 140, 1)).isFalse();
    assertThat(contains(folder, 0, PIECE - 1, 2)).as("into the next piece").isFalse();
    assertThat(contains(folder, 5, 0, 1)).as("no such piece").isFalse();
    assertThat(contains(folder, 0, Integer.MAX_VALUE, Request.MAX_LENGTH)).isFalse();
    assertThat(contains(folder, Integer.MAX_VALUE, 0, 1)).isFalse();
  }

  /** Other clients ask for whole blocks at the end of a file, and are sent zeros behind it. */
  @Test
  void v2_filesBeginAtPiecesOfTheirOwn() throws Exception {
    var folder = new TestFolder(TorrentFormat.V2, LENGTHS);
    assertThat(folder.torrent().pieceCount()).isEqualTo(6);
    assertThat(read(folder, 1, 0, 100)).isEqualTo(folder.bytes(0, PIECE, PIECE + 100));
    assertThat(read(folder, 1, 0, 300))
        .isEqualTo(joined(folder.bytes(0, PIECE, PIECE + 100), new byte[200]));
    assertThat(read(folder, 2, 0, 50)).isEqualTo(folder.bytes(1, 0, 50));
    assertThat(read(folder, 4, 5, 77)).isEqualTo(folder.bytes(2, PIECE + 5, PIECE + 82));
    assertThat(read(folder, 5, PIECE - 20, 20))
        .isEqualTo(joined(folder.bytes(3, PIECE - 20, PIECE - 10), new byte[10]));
    assertThat(contains(folder, 2, 50, 1)).as("nothing but padding").isFalse();
    assertThat(contains(folder, 1, 99, PIECE - 98)).as("behind the piece").isFalse();
    assertThat(contains(folder, 6, 0, 1)).isFalse();
  }

  /** BEP 47: the padding between the files is part of the v1 pieces. */
  @Test
  void hybrid_paddingBetweenFilesIsZeros() throws Exception {
    var folder = new TestFolder(TorrentFormat.HYBRID, LENGTHS);
    assertThat(folder.torrent().pieceCount()).isEqualTo(6);
    assertThat(read(folder, 1, 90, 30))
        .isEqualTo(joined(folder.bytes(0, PIECE + 90, PIECE + 100), new byte[20]));
    assertThat(read(folder, 1, PIECE - 16, 16)).isEqualTo(new byte[16]);
    assertThat(read(folder, 2, 0, PIECE))
        .isEqualTo(joined(folder.bytes(1, 0, 50), new byte[PIECE - 50]));
    assertThat(contains(folder, 2, 1, PIECE)).isFalse();
    assertThat(read(folder, 5, PIECE - 20, 10)).isEqualTo(folder.bytes(3, PIECE - 20, PIECE - 10));
    assertThat(contains(folder, 5, PIECE - 20, 11)).as("no padding behind the last").isFalse();
  }

  @Test
  void read_contentIsShorterThanTheTorrent() {
    var folder = new TestFolder(TorrentFormat.V1, LENGTHS);
    PieceSource.Reader empty =
        new PieceSource.Reader() {
          @Override
          public void read(ByteBuffer target, long offset) {}

          @Override
          public void verify() {}
        };
    assertThatThrownBy(
            () -> share(folder).read(new Request(0, 0, 9), ByteBuffer.allocate(9), empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shorter than its torrent");
  }
}
