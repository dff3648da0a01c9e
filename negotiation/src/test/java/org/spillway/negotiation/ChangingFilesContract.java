package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.NegotiationSettings.DEFAULT;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every door answers for files that are still being hashed, change or go away. */
abstract class ChangingFilesContract {
  /** Takes some seconds to hash, and no room on the disk. */
  private static final long HUGE = 6L << 30;

  @TempDir Path folder;
  private final HttpFixture.Door door;

  ChangingFilesContract(HttpFixture.Door door) {
    this.door = door;
  }

  private static void huge(HttpFixture http, String path) throws IOException {
    try (var file = new RandomAccessFile(http.root + path, "rw")) {
      file.setLength(HUGE);
    }
  }

  @Test
  void get_beforeTheHashIsKnown() throws IOException {
    try (var http =
        HttpFixture.open(door, folder, DEFAULT.withWaitForTorrent(Duration.ofMillis(200)))) {
      huge(http, "/huge.iso");
      http.start();
      var file = http.send("HEAD", "/huge.iso", "Accept-Encoding", "torrent", "Accept", "*/*");
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.headers().firstValue("Content-Type")).contains("application/x-iso9660-image");
      assertThat(file.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
      assertThat(file.headers().firstValue("Digest")).isEmpty();
      assertThat(file.headers().firstValue("Repr-Digest")).isEmpty();
      assertThat(file.headers().firstValue("ETag").orElseThrow()).startsWith("\"");
      assertThat(file.headers().firstValue("Cache-Control")).contains("no-cache");
      String etag = file.headers().firstValue("ETag").orElseThrow();
      var same = http.get("/huge.iso", "If-None-Match", etag);
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.headers().firstValue("Cache-Control")).contains("no-cache");
      assertThat(http.catalog.stats().hashing()).isEqualTo(1);
      var part = http.get("/huge.iso", "Range", "bytes=6442450940-");
      assertThat(part.headers().firstValue("Cache-Control")).contains("no-cache");
      assertThat(part.body()).containsExactly(0, 0, 0, 0);

      var torrent = http.get("/huge.iso?torrent");
      assertThat(torrent.statusCode()).isEqualTo(503);
      assertThat(Long.parseLong(torrent.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1L, 3600L);
      assertThat(torrent.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(new String(torrent.body(), UTF_8))
          .contains("<Code>ServiceUnavailable</Code><Message>the torrent is being made");
    }
  }

  @Test
  void get_torrentThatIsWaitedFor() throws IOException {
    try (var http = HttpFixture.open(door, folder, DEFAULT).start()) {
      await("the end of hashing").until(() -> http.catalog.stats().hashing() == 0);
      http.file("/new.txt", "new");
      var response = http.get("/new.txt?torrent");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/x-bittorrent");
      assertThat(response.headers().firstValue("ETag")).contains(http.hashed("/new.txt").etag());
      http.file("/new2.txt", "new");
      assertThat(http.send("HEAD", "/new2.txt?torrent").statusCode()).isEqualTo(200);
      http.file("/new3.txt", "new");
      assertThat(http.get("/new3.txt?meta4").statusCode()).isEqualTo(200);
      http.file("/new4.txt", "new");
      assertThat(http.get("/new4.txt?magnet").statusCode()).isEqualTo(302);
    }
  }

  @Test
  void get_torrentWithoutWaiting() throws IOException {
    try (var http = HttpFixture.open(door, folder, DEFAULT.withWaitForTorrent(Duration.ZERO))) {
      huge(http, "/huge.iso");
      http.start();
      for (String query : List.of("torrent", "meta4", "magnet")) {
        var response = http.get("/huge.iso?" + query);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
      }
    }
  }

  @Test
  void get_goneWhileWaiting() throws IOException {
    try (var http =
        HttpFixture.open(door, folder, DEFAULT.withWaitForTorrent(Duration.ofMinutes(1)))) {
      http.file("/small.txt", "small");
      http.start();
      // Found by the first look at the folder, so the other file is hashed for its request only.
      await("the torrent").until(() -> http.catalog.stats().torrents() == 1);
      huge(http, "/huge.iso");
      try (var socket = http.connect()) {
        String request = "GET /huge.iso?torrent HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var offer = http.catalog.byPath("/huge.iso").orElseThrow();
        await("the first hashed bytes")
            .until(() -> offer.progress().filter(p -> p.hashed() > 0).isPresent());
        Files.delete(http.root.resolve("huge.iso"));
        String response = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(response).startsWith("HTTP/1.1 404 ").contains("<Error><Code>NoSuch");
      }
    }
  }

  @Test
  void get_changedFile() throws IOException {
    try (var http = HttpFixture.open(door, folder, DEFAULT).start()) {
      http.file("/a.txt", "one");
      var old = http.hashed("/a.txt");
      String etag = http.get("/a.txt").headers().firstValue("ETag").orElseThrow();
      http.file("/a.txt", "two!");
      var response = http.get("/a.txt", "If-None-Match", etag);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(new String(response.body(), UTF_8)).isEqualTo("two!");
      var torrent = http.get("/a.txt?torrent", "If-None-Match", old.etag());
      assertThat(torrent.statusCode()).isEqualTo(200);
      assertThat(torrent.headers().firstValue("ETag")).contains(http.hashed("/a.txt").etag());
      Files.delete(http.root.resolve("a.txt"));
      assertThat(new String(http.get("/a.txt").body(), UTF_8)).isEqualTo(http.nothing());
    }
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[64 << 20];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Reads the head of a response and leaves the body where it is. */
  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  /** Reads as far as it can, because a connection that is reset has ended, too. */
  private static long countUntilTheEnd(InputStream in, int expected) {
    byte[] portion = new byte[64 * 1024];
    long count = 0;
    try {
      for (int read = in.read(portion); read >= 0; read = in.read(portion)) {
        for (int i = 0; i < read; i++) {
          assertThat(portion[i]).isEqualTo((byte) expected);
        }
        count += read;
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return count;
  }

  @Test
  void get_overwrittenMeanwhile() throws IOException {
    try (var http = HttpFixture.open(door, folder, DEFAULT).start()) {
      var file = http.file("/a.bin", filled('a'));
      try (var socket = http.connect()) {
        String request = "GET /a.bin HTTP/1.1\r\nHost: a\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var in = socket.getInputStream();
        assertThat(head(in)).startsWith("HTTP/1.1 200 ");
        Files.write(file, filled('b'));
        assertThat(countUntilTheEnd(in, 'a')).isLessThan(64 << 20);
      }
      await("the transfer is counted as aborted").until(() -> http.stats().aborted() == 1);
    }
  }

  @Test
  void get_replacedMeanwhile() throws IOException {
    try (var http = HttpFixture.open(door, folder, DEFAULT).start()) {
      var file = http.file("/a.bin", filled('a'));
      try (var socket = http.connect()) {
        String request = "GET /a.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var in = socket.getInputStream();
        assertThat(head(in)).startsWith("HTTP/1.1 200 ");
        var next = Files.write(folder.resolve("next"), filled('b'));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(countUntilTheEnd(in, 'a')).isEqualTo(64 << 20);
      }
    }
  }

  /** A change that leaves the bytes alone, such as a snapshot of hard links, ends no download. */
  @Test
  void get_otherStatusMeanwhile() throws IOException {
    try (var http = HttpFixture.open(door, folder, DEFAULT).start()) {
      var file = http.file("/a.bin", filled('a'));
      http.hashed("/a.bin");
      var before = http.send("HEAD", "/a.bin");
      try (var socket = http.connect()) {
        String request = "GET /a.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var in = socket.getInputStream();
        assertThat(head(in)).startsWith("HTTP/1.1 200 ");
        Files.createLink(folder.resolve("snapshot"), file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        var linked = http.send("HEAD", "/a.bin");
        assertThat(linked.headers().firstValue("ETag"))
            .isEqualTo(before.headers().firstValue("ETag"));
        assertThat(linked.headers().firstValue("Last-Modified"))
            .isEqualTo(before.headers().firstValue("Last-Modified"));
        assertThat(linked.headers().allValues("Link"))
            .isEqualTo(before.headers().allValues("Link"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        assertThat(countUntilTheEnd(in, 'a')).isEqualTo(64 << 20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 50, 200})
  void get_appendedMeanwhile(long millis) throws Exception {
    try (var http = HttpFixture.open(door, folder, DEFAULT).start()) {
      var file = http.file("/a.log", Arrays.copyOf(filled('a'), 1 << 20));
      var over = new AtomicBoolean();
      var writer = CompletableFuture.runAsync(() -> append(file, Duration.ofMillis(millis), over));
      try {
        // The first answer can come between two writes; it is whole nevertheless.
        await("the loss of the tag")
            .until(() -> http.get("/a.log").headers().firstValue("ETag").isEmpty());
        for (int i = 0; i < 10; i++) {
          assertGrowing(http.get("/a.log"));
        }
        var part = http.get("/a.log", "Range", "bytes=-10");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(10).containsOnly('a');
      } finally {
        over.set(true);
      }
      writer.get(1, TimeUnit.MINUTES);
      http.hashed("/a.log");
      assertThat(http.get("/a.log").headers().firstValue("ETag")).isPresent();
    }
  }

  private static void assertGrowing(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).hasSizeGreaterThanOrEqualTo(1 << 20).containsOnly('a');
    for (String field : List.of("ETag", "Link", "Digest", "Repr-Digest")) {
      assertThat(response.headers().firstValue(field)).as(field).isEmpty();
    }
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(response.headers().firstValue("Last-Modified")).isPresent();
  }

  private static void append(Path file, Duration pause, AtomicBoolean over) {
    while (!over.get()) {
      try {
        Files.write(file, new byte[] {'a'}, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  @Test
  void get_clientThatVanishes() throws IOException {
    try (var http = HttpFixture.open(door, folder, DEFAULT).start()) {
      http.file("/a.bin", filled('a'));
      try (var socket = http.connect()) {
        String request = "GET /a.bin HTTP/1.1\r\nHost: a\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200 ");
      }
      await("the transfer is counted as aborted").until(() -> http.stats().aborted() == 1);
      assertThat(http.get("/a.bin", "Range", "bytes=0-0").body()).containsExactly('a');
    }
  }

  @Test
  void get_negotiationOff() throws IOException {
    var off = HttpFixture.SHORT_TORRENTS.withMode(NegotiationMode.OFF);
    try (var http = HttpFixture.open(door, folder, off).start()) {
      http.file("/a.txt", "plain");
      http.hashed("/a.txt");
      var file = http.get("/a.txt", "Accept-Encoding", "torrent");
      assertThat(new String(file.body(), UTF_8)).isEqualTo("plain");
      assertThat(file.headers().firstValue("Vary")).isEmpty();
      assertThat(file.headers().firstValue("Link")).isPresent();
      assertThat(http.get("/a.txt?torrent").headers().firstValue("Content-Type"))
          .contains("application/x-bittorrent");
    }
  }
}
