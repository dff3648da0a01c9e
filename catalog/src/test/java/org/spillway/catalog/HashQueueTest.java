package org.spillway.catalog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentSource;
import org.spillway.catalog.source.SourceFile;
import org.spillway.catalog.version.PieceProofs;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.FileHashes;
import org.spillway.torrent.TorrentFormat;

class HashQueueTest {
  private static final PublicUrls URLS =
      new PublicUrls(URI.create("http://dl.example.org"), List.of(), List.of(), List.of());

  private final FakeSource source = new FakeSource();
  private final Map<String, OfferedTorrent> known = new ConcurrentHashMap<>();
  private final List<String> published = new CopyOnWriteArrayList<>();
  private HashQueue queue = queue(1, TorrentFormat.V1);

  private HashQueue queue(int threads, TorrentFormat format) {
    return new HashQueue(source, format, threads, new Recorder(), System::nanoTime);
  }

  /** Fails for some names. */
  private final class Recorder implements HashQueue.Publisher {
    @Override
    public Optional<OfferedTorrent> known(SourceFile file) {
      return Optional.ofNullable(known.get(file.path()));
    }

    @Override
    public OfferedTorrent publish(SourceFile file, FileHashes hashes) throws IOException {
      if (file.path().equals("/no-room")) {
        throw new IOException("no room");
      }
      if (file.path().equals("/bug")) {
        throw new IllegalStateException("a bug");
      }
      if (file.path().equals("/no-memory")) {
        throw new OutOfMemoryError("on purpose");
      }
      published.add(file.path());
      return torrent(file, hashes);
    }
  }

  @AfterEach
  void close() {
    queue.close();
  }

  private OfferedTorrent torrent(SourceFile file, FileHashes hashes) {
    var stored = StoredTorrent.of(file, hashes);
    var proofs = new PieceProofs(stored.metainfo(), file.version(), wrong -> {});
    return new OfferedTorrent(source, file, stored, URLS, proofs);
  }

  private static OfferedTorrent torrent(HashJob job) throws Exception {
    return job.torrent().get(60, SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void enqueue_hashesOfEveryFormat(TorrentFormat format) throws Exception {
    queue = queue(1, format);
    var torrent = torrent(queue.enqueue(source.put("/zeros", 300_000), true));
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(new byte[300_000]);
    assertThat(torrent.sha256()).hasToString(HexFormat.of().formatHex(sha256));
    assertThat(torrent.info().format()).isEqualTo(format);
    assertThat(torrent.info().length()).isEqualTo(300_000);
    if (format.hasV1()) {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(new byte[16 * 1024]);
      assertThat(torrent.info().v1PieceHash(17)).contains(sha1);
    }
    assertThat(torrent.pieceLayer().isPresent()).isEqualTo(format.hasV2());
    assertThat(queue.bytesHashed()).isEqualTo(300_000);
  }

  @Test
  void enqueue_newestRequestFirstThenTheUnasked() throws Exception {
    var gate = source.hold("/first");
    queue.enqueue(source.put("/first", 1), false);
    gate.awaitReader();
    queue.enqueue(source.put("/unasked1", 1), false);
    queue.enqueue(source.put("/unasked2", 1), false);
    var last = queue.enqueue(source.put("/unasked3", 1), false);
    queue.enqueue(source.put("/asked1", 1), true);
    queue.enqueue(source.put("/asked2", 1), true);
    queue.enqueue(source.put("/unasked2", 1), true);
    queue.enqueue(source.put("/asked2", 1), false);
    assertThat(queue.size()).isEqualTo(6);
    gate.open();
    torrent(last);
    assertThat(published)
        .containsExactly("/first", "/unasked2", "/asked2", "/asked1", "/unasked1", "/unasked3");
    assertThat(queue.size()).isZero();
  }

  @Test
  void enqueue_layAsideAndGoOn() throws Exception {
    long length = 2 * ContentSource.SLICE + 5;
    var gate = source.hold("/long");
    var longJob = queue.enqueue(source.put("/long", length), true);
    gate.awaitReader();
    var shortJob = queue.enqueue(source.put("/short", 7), true);
    gate.open();
    torrent(shortJob);
    assertThat(torrent(longJob).sha256()).hasToString(sha256OfZeros(length));
    assertThat(published).containsExactly("/short", "/long");
    assertThat(source.opened()).containsExactly("/long", "/short", "/long", "/long");
    assertThat(queue.bytesHashed()).as("nothing twice").isEqualTo(length + 7);
  }

  private static String sha256OfZeros(long length) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    byte[] zeros = new byte[1024 * 1024];
    for (long at = 0; at < length; at += zeros.length) {
      digest.update(zeros, 0, (int) Math.min(zeros.length, length - at));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void enqueue_unaskedDoesNotDisturb() throws Exception {
    var gate = source.hold("/long");
    var longJob = queue.enqueue(source.put("/long", ContentSource.SLICE + 1), false);
    gate.awaitReader();
    var other = queue.enqueue(source.put("/other", 1), false);
    gate.open();
    torrent(other);
    torrent(longJob);
    assertThat(published).containsExactly("/long", "/other");
  }

  @Test
  void enqueue_laidAsideAndAskedForAgain() throws Exception {
    var longGate = source.hold("/long");
    var file = source.put("/long", 2 * ContentSource.SLICE);
    var job = queue.enqueue(file, true);
    longGate.awaitReader();
    var shortGate = source.hold("/short");
    queue.enqueue(source.put("/short", 1), true);
    longGate.open();
    shortGate.awaitReader();
    queue.enqueue(source.put("/later", 1), true);
    assertThat(queue.enqueue(file, true)).as("still one job").isSameAs(job);
    assertThat(queue.progress(file).orElseThrow().hashed()).isEqualTo(ContentSource.SLICE);
    shortGate.open();
    torrent(job);
    assertThat(published).startsWith("/short", "/long");
    assertThat(queue.bytesHashed()).isLessThanOrEqualTo(2 * ContentSource.SLICE + 2);
  }

  @Test
  void enqueue_asManyAtATimeAsThreads() throws Exception {
    queue = queue(2, TorrentFormat.V1);
    var gates = List.of(source.hold("/1"), source.hold("/2"));
    var jobs =
        List.of(
            queue.enqueue(source.put("/1", 1), false),
            queue.enqueue(source.put("/2", 1), false),
            queue.enqueue(source.put("/3", 1), false));
    gates.forEach(FakeSource.Gate::awaitReader);
    assertThat(source.opened()).containsExactlyInAnyOrder("/1", "/2");
    gates.forEach(FakeSource.Gate::open);
    for (HashJob job : jobs) {
      torrent(job);
    }
  }

  @Test
  void enqueue_changedWhileHashed() throws Exception {
    var gate = source.hold("/a");
    var first = source.put("/a", 10, "1");
    var job = queue.enqueue(first, true);
    gate.awaitReader();
    var second = source.put("/a", 10, "2");
    var next = queue.enqueue(second, true);
    assertThat(queue.progress(first)).isEmpty();
    gate.open();
    assertThatThrownBy(() -> torrent(job)).hasCauseInstanceOf(ContentChangedException.class);
    torrent(next);
    assertThat(published).containsExactly("/a");
    assertThat(queue.size()).isZero();
  }

  @Test
  void enqueue_againAfterFailure() throws Exception {
    var file = source.put("/a", 10);
    source.remove("/a");
    assertThatThrownBy(() -> torrent(queue.enqueue(file, true)))
        .hasCauseInstanceOf(ContentChangedException.class);
    source.put("/a", 10);
    torrent(queue.enqueue(file, true));
  }

  @Test
  void enqueue_whoHearsOfTheFailureMayAskAgain() throws Exception {
    var gate = source.hold("/a");
    var file = source.put("/a", 10);
    var job = queue.enqueue(file, true);
    var again =
        job.torrent()
            .handle((torrent, failure) -> queue.enqueue(source.put("/a", 10), true))
            .thenCompose(HashJob::torrent);
    gate.awaitReader();
    source.remove("/a");
    gate.open();
    assertThat(again.get(60, SECONDS).info().length()).isEqualTo(10);
  }

  @Test
  void enqueue_publisherFails() {
    assertThatThrownBy(() -> torrent(queue.enqueue(source.put("/bug", 1), true)))
        .hasRootCauseMessage("a bug")
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> torrent(queue.enqueue(source.put("/no-room", 1), true)))
        .hasRootCauseMessage("no room");
    assertThat(queue.size()).isZero();
  }

  @Test
  void enqueue_errorOfTheJvm_otherFilesAreHashed() throws Exception {
    assertThatThrownBy(() -> torrent(queue.enqueue(source.put("/no-memory", 1), true)))
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
    assertThat(torrent(queue.enqueue(source.put("/next", 1), true)).file().path())
        .isEqualTo("/next");
  }

  @Test
  void enqueue_knownByTheTimeItsTurnComes() throws Exception {
    var gate = source.hold("/first");
    queue.enqueue(source.put("/first", 1), false);
    gate.awaitReader();
    var file = source.put("/a", 10);
    var job = queue.enqueue(file, false);
    var hashes = new FileHasher(TorrentFormat.V1, 16 * 1024).finish();
    known.put("/a", torrent(file, hashes));
    gate.open();
    assertThat(torrent(job)).isSameAs(known.get("/a"));
    assertThat(queue.bytesHashed()).isEqualTo(1);
  }

  @Test
  void progress_ofWaitingAndUnknown() throws Exception {
    var gate = source.hold("/a");
    var job = queue.enqueue(source.put("/a", 10), false);
    gate.awaitReader();
    var waiting = source.put("/b", 20);
    queue.enqueue(waiting, false);
    var progress = queue.progress(waiting).orElseThrow();
    assertThat(progress.hashed()).isZero();
    assertThat(progress.length()).isEqualTo(20);
    assertThat(progress.remaining()).isEmpty();
    assertThat(queue.progress(source.put("/c", 1))).isEmpty();
    gate.open();
    torrent(job);
    assertThat(queue.progress(job.file())).isEmpty();
  }

  @Test
  void close_givesUpWhatWaitsAndWhatIsUnderWay() throws Exception {
    var gate = source.hold("/long");
    var underWay = queue.enqueue(source.put("/long", 2 * ContentSource.SLICE), true);
    gate.awaitReader();
    var waiting = queue.enqueue(source.put("/waits", 1), false);
    var closing = CompletableFuture.runAsync(queue::close);
    assertThatThrownBy(() -> torrent(waiting)).hasRootCauseMessage("/waits: the catalog is closed");
    assertThat(closing).as("waits for its thread").isNotDone();
    gate.open();
    closing.get(60, SECONDS);
    assertThatThrownBy(() -> torrent(underWay)).hasRootCauseMessage("/long: the catalog is closed");
    assertThat(published).isEmpty();
    assertThat(queue.size()).isZero();
    queue.close();
  }

  @Test
  void enqueue_afterClose() {
    queue.close();
    assertThatThrownBy(() -> torrent(queue.enqueue(source.put("/a", 1), true)))
        .hasRootCauseMessage("/a: the catalog is closed");
    assertThat(queue.size()).isZero();
  }
}
