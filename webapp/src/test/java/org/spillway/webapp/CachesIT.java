package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentUrls;

/**
 * Behind no cache does a client get a slice of a torrent for one of the file, or the reverse,
 * whatever others have asked for before.
 */
class CachesIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** More than some slices of nginx. */
  private static final String PATH = "/pub/small.bin";

  private static final String BIG = "/pub/big.bin";
  private static final byte[] BIG_CONTENT = TestSite.bytes(9, 3_000_000);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private static Path folder;

  private static ServedSite served;
  private static Caches caches;
  private static CacheQuestion.Known known;

  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    served = ServedSite.start(folder);
    served.site().offer(PATH, TestSite.bytes(8, 20_000));
    served.site().offer(BIG, BIG_CONTENT);
    TestSite.torrent(served.url(PATH));
    TestSite.torrent(served.url(BIG));
    var answers = new EnumMap<CacheQuestion.Kind, HttpResponse<byte[]>>(CacheQuestion.Kind.class);
    for (CacheQuestion.Kind kind : CacheQuestion.Kind.values()) {
      answers.put(kind, TestSite.get(served.url(PATH) + "?" + CacheQuestion.query(kind)));
    }
    known = new CacheQuestion.Known(answers);
    caches = Caches.start(folder, served.relay().port());
  }

  @AfterAll
  static void stop() throws Exception {
    caches.close();
    served.close();
  }

  static Stream<String> names() {
    return caches.names().stream();
  }

  private static HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Each question is once the first that is asked for a URL; the others follow in turn, twice. */
  @ParameterizedTest
  @MethodSource("names")
  void everyQuestion_afterEveryOther_isAnsweredRight(String cache) throws Exception {
    var questions = new ArrayList<>(CacheQuestion.all(known));
    for (int first = 0; first < questions.size(); first++) {
      for (int round = 0; round < 2; round++) {
        for (CacheQuestion question : questions) {
          var request = question.request(caches.base(cache), PATH, "first-" + first);
          assertAnswered(cache, question, send(request));
        }
      }
      Collections.rotate(questions, 1);
    }
  }

  private static void assertAnswered(
      String cache, CacheQuestion question, HttpResponse<byte[]> answer) {
    assertThatCode(() -> question.check(answer, known))
        .as(
            "%s: %s: %s %s; the caches said: %s",
            cache, question, answer, answer.headers().map(), caches.output())
        .doesNotThrowAnyException();
  }

  /** All are asked at a time, for something of which the cache knows nothing yet. */
  @ParameterizedTest
  @MethodSource("names")
  void everyQuestion_atATime_isAnsweredRight(String cache) throws Exception {
    var questions = CacheQuestion.all(known);
    var answers =
        questions.stream()
            .collect(
                Collectors.toMap(
                    question -> question,
                    question ->
                        HTTP.sendAsync(
                            question.request(caches.base(cache), PATH, "together"),
                            HttpResponse.BodyHandlers.ofByteArray())));
    for (var entry : answers.entrySet()) {
      assertAnswered(cache, entry.getKey(), entry.getValue().get());
    }
  }

  /** The question is not answered right by never giving a torrent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx",
        "nginx with locks",
        "nginx that ignores Cache-Control",
        "nginx with one copy",
        "varnish that negotiates"
      })
  void negotiation_passesThrough(String cache) throws Exception {
    for (String field : List.of("Accept", "Accept-Encoding")) {
      String value = field.equals("Accept") ? Metainfo.MEDIA_TYPE : "gzip, torrent";
      var uri = URI.create(caches.base(cache) + PATH + "?once=" + field);
      var answer = send(HttpRequest.newBuilder(uri).header(field, value).build());
      assertThat(answer.body()).isEqualTo(known.content(CacheQuestion.Kind.TORRENT));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "nginx with slices", "nginx that asks again", "varnish"})
  void file_isKept(String cache) throws Exception {
    String url = caches.base(cache) + BIG + "?once=kept";
    send(HttpRequest.newBuilder(URI.create(url)).build());
    served.relay().forget();
    assertThat(send(HttpRequest.newBuilder(URI.create(url)).build()).body()).isEqualTo(BIG_CONTENT);
    assertThat(served.relay().passed()).isLessThan(10_000);
  }

  /** Accept and Accept-Encoding of plain clients. */
  private static final List<List<String>> PLAIN_CLIENTS =
      List.of(
          List.of(),
          List.of("Accept", "*/*"),
          List.of("Accept", "*/*", "Accept-Encoding", "identity"),
          List.of("Accept", "*/*", "Accept-Encoding", "gzip, deflate, br"),
          List.of("Accept", "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding", "gzip"),
          List.of(
              "Accept", "application/octet-stream", "Accept-Encoding", "gzip, deflate, br, zstd"),
          List.of("Accept", "text/html, image/gif;q=0.7", "Accept-Encoding", "deflate"),
          List.of("Accept-Encoding", "identity"),
          List.of("Accept", "image/*", "Accept-Encoding", "*"),
          List.of("Accept", "*/*;q=0.1", "Accept-Encoding", "gzip;q=1.0"));

  /** The file passes once, whichever clients ask for it, for parts of it, and for torrents. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx with one copy",
        "nginx with one copy of slices",
        "varnish",
        "varnish that negotiates"
      })
  void plainClients_haveOneCopy(String cache) throws Exception {
    var uri = URI.create(caches.base(cache) + BIG + "?once=copies");
    served.relay().forget();
    for (List<String> fields : PLAIN_CLIENTS) {
      var request = HttpRequest.newBuilder(uri);
      if (!fields.isEmpty()) {
        request.headers(fields.toArray(String[]::new));
      }
      assertThat(send(request.build()).body()).isEqualTo(BIG_CONTENT);
      request.header("Range", "bytes=5-14");
      assertThat(send(request.build()).body()).isEqualTo(Arrays.copyOfRange(BIG_CONTENT, 5, 15));
      send(HttpRequest.newBuilder(uri).header("Accept", Metainfo.MEDIA_TYPE).build());
    }
    assertThat(served.relay().passed()).isLessThan(BIG_CONTENT.length + 1_000_000L);
  }

  /** The first slice is cut, because nginx 1.22 does not tell its client of a later one. */
  @ParameterizedTest
  @CsvSource({"nginx, 1000000", "nginx with slices, 6000", "varnish, 1000000"})
  void curl_cutBeforeTheCache_thenWhole(String cache, long cut) throws Exception {
    String url = caches.base(cache) + BIG + "?once=cut";
    served.relay().cutAfter(cut);
    Path file = target.resolve("file");
    var curl = List.of("curl", "-q", "-sSf", "--noproxy", "*", "-o", file.toString(), url);
    try (var first = Program.start(Map.of(), curl)) {
      // Cut off; or a 503, from a Varnish that had not begun to answer when its fetch failed.
      assertThat(first.awaitEnd(MOST)).isIn(18, 22);
    }
    Program.run(0, MOST, Map.of(), curl);
    assertThat(Files.readAllBytes(file)).isEqualTo(BIG_CONTENT);
  }

  /** nginx has some slices of the file that was, and gets others of the file that is. */
  @Test
  void nginxWithSlices_fileReplaced_neverMixed() throws Exception {
    String path = "/pub/replaced.bin";
    byte[] before = TestSite.bytes(10, 40_000);
    served.site().offer(path, before);
    TestSite.torrent(served.url(path));
    String url = caches.base("nginx with slices") + path;
    Program.run(MOST, "curl", "-q", "-sSf", "--noproxy", "*", "-r", "0-9999", url);
    served.site().offer(path, TestSite.bytes(11, 40_000));
    TestSite.torrent(served.url(path));
    Path file = target.resolve("file");
    var curl = List.of("curl", "-q", "-sS", "--noproxy", "*", "-o", file.toString(), url);
    // Cut off where the first slice with another tag would have come.
    Program.run(18, MOST, Map.of(), curl);
    assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(before, 16_384));
  }

  /** The torrent's web seed is the cache, and aria2 asks it with fields that prefer the torrent. */
  @ParameterizedTest
  @ValueSource(strings = {"nginx", "varnish"})
  void aria2_webSeedBehindTheCache(String cache) throws Exception {
    Program.run(
        MOST,
        "aria2c",
        "--no-conf",
        "--no-proxy=*",
        "--enable-dht=false",
        "--bt-enable-lpd=false",
        "--seed-time=0",
        "--file-allocation=none",
        "--header=Accept: " + Metainfo.MEDIA_TYPE,
        "--header=Accept-Encoding: torrent",
        "--dir=" + target,
        torrent(cache).toString());
    assertThat(Files.readAllBytes(target.resolve("big.bin"))).isEqualTo(BIG_CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx with slices", "varnish"})
  void libtorrent_webSeedBehindTheCache(String cache) throws Exception {
    String script = Path.of("src/test/python/libtorrent_get.py").toString();
    Program.run(MOST, "/usr/bin/python3", script, torrent(cache).toString(), target.toString());
    assertThat(Files.readAllBytes(target.resolve("big.bin"))).isEqualTo(BIG_CONTENT);
  }

  private Path torrent(String cache) throws Exception {
    var urls = new TorrentUrls(List.of(), List.of(caches.base(cache) + "/seed" + BIG));
    var metainfo = TestSite.torrent(served.url(BIG)).withUrls(urls);
    return Files.write(target.resolve("big.torrent"), metainfo.toBytes());
  }
}
