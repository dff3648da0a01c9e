package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.usage.SentBytes;

/** Every door tells the bytes of plain requests and of its web seed apart, by file. */
abstract class SentBytesContract {
  /** More than all socket buffers hold. */
  private static final int BIG = 64 * 1024 * 1024;

  @TempDir private Path folder;
  private final HttpFixture.Door door;
  private HttpFixture http;

  SentBytesContract(HttpFixture.Door door) {
    this.door = door;
  }

  @BeforeEach
  void open() throws IOException {
    http = HttpFixture.open(door, folder, NegotiationSettings.DEFAULT).start();
    http.file("/pub/small.iso", "0123456789");
    http.file("/big.iso", new byte[BIG]);
  }

  @AfterEach
  void close() {
    http.close();
  }

  private static SentBytes sent(String path, long bytes) {
    return new SentBytes(Map.of(path, bytes));
  }

  /** An answer is counted when it is written, which can be after it was read. */
  private void awaitSent(SentBytes plain, SentBytes webSeed) {
    await("all bytes are counted")
        .until(() -> http.stats().plain().equals(plain) && http.stats().webSeed().equals(webSeed));
  }

  @Test
  void get_file_isPlain() {
    http.get("/pub/small.iso");
    http.get("/pub/small.iso", "Range", "bytes=2-4");
    awaitSent(sent("/pub/small.iso", 13), SentBytes.NONE);
  }

  @Test
  void get_belowSeed_isWebSeed() {
    http.hashed("/pub/small.iso");
    http.get("/seed/pub/small.iso");
    http.get("/seed/pub/small.iso/small.iso", "Range", "bytes=2-4");
    awaitSent(SentBytes.NONE, sent("/pub/small.iso", 13));
    assertThat(http.stats().files()).isEqualTo(2);
  }

  @Test
  void get_whatIsNoFile_isNeither() {
    http.hashed("/pub/small.iso");
    http.get("/pub/small.iso?torrent");
    http.get("/seed/pub/small.iso", "Range", "bytes=10-");
    http.send("HEAD", "/pub/small.iso");
    http.send("HEAD", "/seed/pub/small.iso");
    http.get("/seed/nothing");
    await("all answers are counted")
        .until(() -> http.stats().torrents() == 1 && http.stats().files() == 2);
    awaitSent(SentBytes.NONE, SentBytes.NONE);
  }

  @Test
  void get_clientVanishes_countsWhatLeft() throws IOException {
    int received = readAndVanish("/big.iso");
    assertWhatLeft(http.stats().plain(), received);
    assertThat(http.stats().webSeed()).isEqualTo(SentBytes.NONE);
  }

  @Test
  void get_clientOfTheWebSeedVanishes_countsWhatLeft() throws IOException {
    int received = readAndVanish("/seed/big.iso");
    assertWhatLeft(http.stats().webSeed(), received);
    assertThat(http.stats().plain()).isEqualTo(SentBytes.NONE);
  }

  private static void assertWhatLeft(SentBytes sent, int received) {
    assertThat(sent.byPath()).containsOnlyKeys("/big.iso");
    assertThat(sent.total()).isBetween((long) received, BIG - 1L);
  }

  /** Returns how many bytes of the file came, and when the server has seen the end. */
  private int readAndVanish(String target) throws IOException {
    int head;
    try (Socket socket = http.connect()) {
      socket
          .getOutputStream()
          .write(("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(ISO_8859_1));
      byte[] bytes = socket.getInputStream().readNBytes(3_000_000);
      assertThat(bytes).hasSize(3_000_000);
      head = new String(bytes, ISO_8859_1).indexOf("\r\n\r\n") + 4;
    }
    await("the transfer is counted as aborted")
        .until(() -> http.stats().aborted() == 1 && http.stats().transfers() == 0);
    return 3_000_000 - head;
  }
}
