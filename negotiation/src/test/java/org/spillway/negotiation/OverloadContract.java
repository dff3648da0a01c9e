package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every door answers like this when it sends as much as it may. */
abstract class OverloadContract {
  private static final TransferLimits ONE_AT_A_TIME = new TransferLimits(1, 0, 0, 0);

  /** More than all socket buffers hold. */
  private static final int BIG = 64 * 1024 * 1024;

  @TempDir private Path folder;
  private final HttpFixture.Door door;

  /** Stands still unless a test moves it. */
  private final AtomicLong now = new AtomicLong();

  OverloadContract(HttpFixture.Door door) {
    this.door = door;
  }

  private HttpFixture open(NegotiationMode mode, TransferLimits limits) throws IOException {
    return open(HttpFixture.SHORT_TORRENTS.withMode(mode).withLimits(limits));
  }

  private HttpFixture open(NegotiationSettings settings) throws IOException {
    var http = HttpFixture.open(door, folder, settings, now::get).start();
    http.file("/small.iso", "small");
    byte[] big = new byte[BIG];
    new Random(9).nextBytes(big);
    http.file("/big.iso", big);
    http.hashed("/small.iso");
    http.hashed("/big.iso");
    return http;
  }

  /** Begins to download, and reads nothing yet. */
  private static Socket begin(HttpFixture http) throws IOException {
    // The client of the transfer before can have all of it before the server has counted its end.
    await("the end of all transfers").until(() -> http.stats().transfers() == 0);
    var socket = ask(http, "GET /big.iso HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    await("one transfer").until(() -> http.stats().transfers() == 1);
    return socket;
  }

  private static Socket ask(HttpFixture http, String request) throws IOException {
    var socket = http.connect();
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }

  private static void assertBusy(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("10");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(String.join(",", response.headers().allValues("Link")))
        .contains("/small.iso?torrent>; rel=describedby")
        .contains("<https://mirror.example.net/m/small.iso>; rel=duplicate");
  }

  @Test
  void get_overloaded() throws IOException {
    try (var http = open(NegotiationMode.OVERLOAD, ONE_AT_A_TIME)) {
      assertThat(http.get("/small.iso", "Accept-Encoding", "torrent").body()).hasSize(5);
      try (var first = begin(http)) {
        assertThat(http.stats().overloaded()).isTrue();
        assertBusy(http.get("/small.iso"));
        assertBusy(http.get("/small.iso", "Range", "bytes=0-0", "Accept-Encoding", "torrent"));
        assertBusy(http.get("/seed/small.iso", "Accept-Encoding", "torrent"));
        assertThat(http.send("HEAD", "/small.iso").statusCode()).isEqualTo(503);
        for (String method : new String[] {"GET", "HEAD"}) {
          var torrent = http.send(method, "/small.iso", "Accept-Encoding", "torrent");
          assertThat(torrent.statusCode()).isEqualTo(200);
          assertThat(torrent.headers().firstValue("Content-Type"))
              .contains("application/x-bittorrent");
          assertThat(torrent.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
        }
        assertThat(http.get("/small.iso?torrent").statusCode()).isEqualTo(200);
        byte[] all = first.getInputStream().readAllBytes();
        assertThat(new String(all, 0, 15, ISO_8859_1)).isEqualTo("HTTP/1.1 200 OK");
        byte[] body = Arrays.copyOfRange(all, all.length - BIG, all.length);
        byte[] expected = new byte[BIG];
        new Random(9).nextBytes(expected);
        assertThat(Arrays.equals(body, expected)).as("what was under way is not cut").isTrue();
      }
      await("the end of all transfers").until(() -> http.stats().transfers() == 0);
      assertThat(http.get("/small.iso").body()).hasSize(5);
      assertThat(http.stats().refused()).isEqualTo(6);
    }
  }

  @Test
  void get_overloaded_pageBecomesNoTorrentByItsCoding() throws IOException {
    var settings = NegotiationSettings.DEFAULT.withMode(NegotiationMode.OVERLOAD);
    try (var http = open(settings.withLimits(ONE_AT_A_TIME))) {
      http.file("/small.html", "<p>small");
      http.hashed("/small.html");
      try (var first = begin(http)) {
        assertThat(first.isConnected()).isTrue();
        for (String path : List.of("/small.html", "/small.iso")) {
          assertThat(http.get(path, "Accept-Encoding", "torrent").statusCode()).isEqualTo(503);
          var named = http.get(path, "Accept", "application/x-bittorrent");
          assertThat(named.headers().firstValue("Content-Type"))
              .contains("application/x-bittorrent");
        }
        var big = http.get("/big.iso", "Accept-Encoding", "torrent");
        assertThat(big.headers().firstValue("Content-Type")).contains("application/x-bittorrent");
      }
    }
  }

  @Test
  void get_clientVanishes_makesRoom() throws IOException {
    try (var http = open(NegotiationMode.ALWAYS, ONE_AT_A_TIME)) {
      try (var first = begin(http)) {
        assertBusy(http.get("/small.iso"));
        assertThat(first.isConnected()).isTrue();
      }
      await("the end of all transfers").until(() -> http.stats().transfers() == 0);
      assertThat(http.get("/small.iso").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void get_overTheRate() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try (var http = open(NegotiationMode.OFF, new TransferLimits(0, 0, 1_000_000, 0))) {
      // Each waits for its turn, until the next one would wait for longer than a second.
      while (!http.stats().overloaded()) {
        sockets.add(ask(http, "GET /big.iso HTTP/1.1\r\nHost: a\r\n\r\n"));
        int transfers = sockets.size();
        await("the transfers, or too many of them")
            .until(() -> http.stats().transfers() == transfers || http.stats().overloaded());
      }
      assertBusy(http.get("/small.iso", "Accept-Encoding", "torrent"));
      assertThat(http.get("/small.iso?torrent").statusCode()).isEqualTo(200);
      for (Socket socket : sockets) {
        socket.close();
      }
      await("the end of all transfers").until(() -> aSecondLater(http).transfers() == 0);
      await("the end of overload").until(() -> !aSecondLater(http).overloaded());
      assertThat(http.get("/small.iso").statusCode()).isEqualTo(200);
    }
  }

  private NegotiationStats aSecondLater(HttpFixture http) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    return http.stats();
  }

  @Test
  void get_rate_noByteIsAheadOfTheClock() throws IOException {
    var limits = new TransferLimits(0, 0, 2_000_000, 1_000_000);
    try (var http = open(NegotiationMode.ALWAYS, limits)) {
      assertPaced(http);
    }
  }

  @Test
  void get_sharedPace_noByteIsAheadOfTheClock() throws IOException {
    var pace = new TokenBucket(1_000_000, now::get);
    var settings = NegotiationSettings.DEFAULT.withPace(pace);
    try (var http = open(settings)) {
      assertPaced(http);
    }
  }

  /** The rate is a million bytes a second, with a burst of a tenth of that. */
  private void assertPaced(HttpFixture http) throws IOException {
    String fields = "Host: a\r\nRange: bytes=0-399999\r\nConnection: close\r\n\r\n";
    long before = http.stats().bytes();
    try (var socket = ask(http, "GET /seed/big.iso HTTP/1.1\r\n" + fields)) {
      for (int sent = 100_000; sent <= 400_000; sent += 50_000) {
        long all = before + sent;
        await("all bytes are counted").until(() -> http.stats().bytes() >= all);
        assertThat(http.send("HEAD", "/big.iso").statusCode()).isEqualTo(200);
        assertThat(http.stats().bytes()).isEqualTo(all);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
      }
      byte[] answer = socket.getInputStream().readAllBytes();
      byte[] expected = new byte[BIG];
      new Random(9).nextBytes(expected);
      assertThat(Arrays.copyOfRange(answer, answer.length - 400_000, answer.length))
          .isEqualTo(Arrays.copyOf(expected, 400_000));
    }
  }
}
