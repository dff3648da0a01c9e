package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.torrent.TorrentFormat;

/** Whatever a client sends in its fields, there is an answer, and it is no mistake of ours. */
class HttpResponderFuzzTest {
  private static final Set<Integer> EXPECTED = Set.of(200, 206, 302, 304, 412, 416);

  private static final List<String> NAMES =
      List.of(
          "Accept",
          "Accept-Encoding",
          "Range",
          "If-Range",
          "If-Match",
          "If-None-Match",
          "If-Modified-Since",
          "If-Unmodified-Since",
          "Want-Digest",
          "Want-Repr-Digest",
          "Want-Content-Digest");

  private static HashedFiles files;
  private static HttpResponder responder;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    files = new HashedFiles(folder, TorrentFormat.V1);
    files.hashed("/digits.iso", "0123456789");
    var settings = HttpFixture.SHORT_TORRENTS.withMetalink(true);
    responder = new HttpResponder(files.catalog, settings);
  }

  @AfterAll
  static void close() {
    files.close();
  }

  /** The query on the first line, then one value for each of the names. */
  @MethodSource("requests")
  @FuzzTest
  void answer(byte[] bytes) {
    var lines = new String(bytes, ISO_8859_1).split("\n", NAMES.size() + 1);
    var fields = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      fields.put(NAMES.get(i - 1), lines[i]);
    }
    for (String method : List.of("GET", "HEAD")) {
      var request = new FakeRequest(method, "/digits.iso", lines[0], fields, "192.0.2.1");
      var answer = responder.respondNow(request).orElseThrow();
      assertThat(EXPECTED).contains(answer.status());
      assertThat(answer.fields()).noneMatch(field -> isBroken(field.value()));
    }
  }

  /** Nothing of a request may end up in a field in a way that makes two of one. */
  private static boolean isBroken(String value) {
    return value.chars().anyMatch(c -> c < ' ' || c > '~');
  }

  static Stream<byte[]> requests() {
    return Stream.of(
            List.of("torrent"),
            List.of("swarm=&x"),
            List.of("meta4&x=", "text/plain"),
            List.of("magnet=", "text/plain;charset=\"utf-8\";q=0.5, text/html;q=0.4"),
            List.of("", "*/*, application/metalink4+xml;q=0.9", "gzip, torrent;q=0.5, *;q=0"),
            List.of("", "application/x-bittorrent;a=\"\\\",b\"", "identity;q=0, torrent"),
            List.of("", "", "", "bytes=1-2, -3,5-", "\"a\"", "W/\"b\", *", "\"c\""),
            List.of("", "", "", "bytes=0-", "Fri, 02 Jan 2026 03:04:05 GMT"),
            List.of("", "", "", "", "", "", "", "Friday, 02-Jan-26 03:04:05 GMT", "now"),
            List.of("", "", "", "bytes=2-3", "", "", "", "", "", "sha-256;q=0", "sha-256=1, a=2;b"),
            Arrays.asList("", "", "", "bytes=2-3,5-6", "", "", "", "", "", "", "", "sha-256=10"))
        .map(lines -> String.join("\n", lines).getBytes(ISO_8859_1));
  }
}
