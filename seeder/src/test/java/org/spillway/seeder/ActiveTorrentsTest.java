package org.spillway.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.swarm.Host;
import org.spillway.swarm.peer.PeerConnection;
import org.spillway.swarm.peer.PieceSource;
import org.spillway.swarm.peer.SharedTorrent;
import org.spillway.swarm.peer.UploadLimits;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.TorrentFormat;

/** Torrents are open as long as they have peers, and only with the bytes that they promise. */
class ActiveTorrentsTest {
  private static final byte[] CONTENT = CatalogFixture.bytes(100_000, 1);

  @TempDir private Path folder;
  private final AtomicInteger ended = new AtomicInteger();
  private final PeerConnection peer = peer();
  private CatalogFixture fixture;
  private ActiveTorrents torrents;
  private OfferedTorrent offered;
  private InfoHash infoHash;

  private PeerConnection peer() {
    return new PeerConnection(Host.of(InetAddress.getLoopbackAddress()), ended::incrementAndGet, 0);
  }

  @BeforeEach
  void offer() throws Exception {
    fixture = CatalogFixture.start(folder, TorrentFormat.V1, Duration.ofHours(1));
    offered = fixture.offer("file", CONTENT);
    infoHash = offered.info().swarmHash();
    torrents = new ActiveTorrents(fixture.catalog(), TestPolicies.fresh(), UploadLimits.NONE);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private SharedTorrent join() throws IOException {
    return torrents.join(infoHash, peer).orElseThrow();
  }

  private byte[] read() throws IOException {
    try (var pieces = CatalogPieces.open(offered)) {
      return read(pieces.reader());
    }
  }

  private static byte[] read(PieceSource.Reader reader) throws IOException {
    var bytes = ByteBuffer.allocate(CONTENT.length);
    reader.read(bytes, 0);
    reader.verify();
    return bytes.array();
  }

  @Test
  void join_isOpenUntilTheLastPeerLeaves() throws Exception {
    var other = peer();
    var joined = join();
    assertThat(torrents.join(infoHash, other)).containsSame(joined);
    torrents.leave(joined, peer);
    assertThat(torrents.size()).isEqualTo(1);
    torrents.leave(joined, other);
    assertThat(torrents.size()).isZero();
  }

  @Test
  void join_afterFileWasRemoved() throws Exception {
    Files.delete(fixture.file("file"));
    assertThat(torrents.join(infoHash, peer)).isEmpty();
    assertThat(torrents.size()).isZero();
  }

  @Test
  void withdrawn_endsTheConnections() throws Exception {
    fixture.catalog().addListener(torrents);
    join();
    Files.delete(fixture.file("file"));
    assertThat(fixture.catalog().byPath("/file")).isEmpty();
    assertThat(ended).hasValue(1);
  }

  @Test
  void read_ofTouchedFile() throws Exception {
    Files.setLastModifiedTime(fixture.file("file"), FileTime.from(Instant.EPOCH));
    assertThat(read()).isEqualTo(CONTENT);
  }

  @Test
  void read_ofChangedFile() throws Exception {
    try (var pieces = CatalogPieces.open(offered)) {
      Files.write(fixture.file("file"), new byte[1], StandardOpenOption.WRITE);
      assertThatThrownBy(() -> read(pieces.reader())).isInstanceOf(IOException.class);
      assertThat(pieces.isCurrent()).isFalse();
    }
  }
}
