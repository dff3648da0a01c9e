package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spillway.torrent.Metainfo;

/**
 * A request that a client makes for a file, what describes it, or parts of either, and what may be
 * answered to it: by the server, or by a cache that has been asked other things before.
 *
 * @param pathPrefix of the path
 * @param query begins with an ampersand if it is not empty
 * @param wish the representation that the client can use
 */
record CacheQuestion(
    String method, String pathPrefix, String query, Set<Kind> wish, List<String> headers) {

  /** The representation that a request can choose. */
  enum Kind {
    FILE,
    TORRENT,
    METALINK
  }

  private static final Set<Kind> FILE = Set.of(Kind.FILE);

  /** Its headers prefer the torrent; the file is right, too. */
  private static final Set<Kind> EITHER = Set.of(Kind.FILE, Kind.TORRENT);

  /** Each as the server gives it to who names it. */
  record Known(Map<Kind, HttpResponse<byte[]>> answers) {
    Known {
      answers = Map.copyOf(answers);
    }

    private HttpResponse<byte[]> answer(Kind kind) {
      return Objects.requireNonNull(answers.get(kind));
    }

    byte[] content(Kind kind) {
      return answer(kind).body();
    }

    String tag(Kind kind) {
      return header(answer(kind), "ETag");
    }

    /** By type and by tag, which must agree. */
    private Kind kindOf(HttpResponse<?> answer) {
      String type = header(answer, "Content-Type");
      var kind =
          Stream.of(Kind.values())
              .filter(known -> header(answer(known), "Content-Type").equals(type))
              .findFirst()
              .orElseThrow();
      assertThat(header(answer, "ETag")).isEqualTo(tag(kind));
      return kind;
    }

    private static String header(HttpResponse<?> answer, String name) {
      return answer.headers().firstValue(name).orElseThrow();
    }
  }

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final String[] TORRENT_TYPE = {"Accept", Metainfo.MEDIA_TYPE};
  private static final String[] TORRENT_CODING = {"Accept-Encoding", "gzip, torrent"};

  static List<CacheQuestion> all(Known known) {
    String[] range = {"Range", "bytes=100-9999"};
    String[] suffix = {"Range", "bytes=-77"};
    String[] file = {"If-None-Match", known.tag(Kind.FILE)};
    String[] torrent = {"If-None-Match", known.tag(Kind.TORRENT)};
    return List.of(
        get(FILE),
        get(FILE, range),
        get(FILE, suffix),
        get(FILE, range, new String[] {"If-Range", known.tag(Kind.FILE)}),
        get(FILE, range, new String[] {"If-Range", known.tag(Kind.TORRENT)}),
        get(FILE, file),
        get(FILE, torrent),
        get(EITHER, TORRENT_TYPE),
        get(EITHER, TORRENT_CODING),
        get(EITHER, TORRENT_TYPE, file),
        get(EITHER, TORRENT_TYPE, torrent),
        get(EITHER, TORRENT_TYPE, range),
        get(EITHER, TORRENT_CODING, range),
        get(EITHER, TORRENT_CODING, suffix),
        new CacheQuestion("HEAD", "", "", FILE, List.of()),
        new CacheQuestion("HEAD", "", "", EITHER, List.of(TORRENT_TYPE)),
        named(Kind.TORRENT),
        named(Kind.TORRENT, "Range", "bytes=5-104"),
        named(Kind.METALINK),
        named(Kind.METALINK, "Range", "bytes=5-104"),
        named(Kind.METALINK, "If-None-Match", known.tag(Kind.METALINK)),
        named(Kind.METALINK, "If-None-Match", known.tag(Kind.FILE)),
        seed(TORRENT_TYPE, range),
        seed(TORRENT_CODING, range),
        seed(TORRENT_TYPE, TORRENT_CODING));
  }

  private static CacheQuestion get(Set<Kind> wish, String[]... headers) {
    return new CacheQuestion("GET", "", "", wish, flat(headers));
  }

  private static CacheQuestion named(Kind kind, String... headers) {
    return new CacheQuestion("GET", "", "&" + query(kind), Set.of(kind), List.of(headers));
  }

  /** What names it beyond doubt; "" for the file. */
  static String query(Kind kind) {
    return switch (kind) {
      case FILE -> "";
      case TORRENT -> "torrent";
      case METALINK -> "meta4";
    };
  }

  private static CacheQuestion seed(String[]... headers) {
    return new CacheQuestion("GET", "/seed", "", FILE, flat(headers));
  }

  private static List<String> flat(String[][] headers) {
    return Arrays.stream(headers).flatMap(Arrays::stream).toList();
  }

  /** The same for each value of the query's parameter, which nobody else uses. */
  HttpRequest request(String base, String path, String parameter) {
    var uri = URI.create(base + pathPrefix + path + "?once=" + parameter + query);
    var request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    return request.build();
  }

  void check(HttpResponse<byte[]> answer, Known known) {
    switch (answer.statusCode()) {
      case 200 -> checkWhole(answer, known);
      case 206 -> checkPart(answer, known);
      case 304 -> checkNotModified(known);
      default -> throw new AssertionError("neither 200, 206 nor 304: " + answer);
    }
  }

  private void checkWhole(HttpResponse<byte[]> answer, Known known) {
    var kind = known.kindOf(answer);
    byte[] whole = known.content(kind);
    assertThat(wish).contains(kind);
    assertThat(answer.headers().firstValue("Content-Length")).contains("" + whole.length);
    assertThat(answer.body()).isEqualTo(method.equals("HEAD") ? new byte[0] : whole);
  }

  /** A part of what describes the file is for nobody but who named that. */
  private void checkPart(HttpResponse<byte[]> answer, Known known) {
    var kind = known.kindOf(answer);
    byte[] whole = known.content(kind);
    assertThat(wish.contains(Kind.FILE) ? Kind.FILE : wish.iterator().next()).isEqualTo(kind);
    assertThat(headers).contains("Range");
    var range = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElseThrow());
    assertThat(range.matches()).isTrue();
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    assertThat(Integer.parseInt(range.group(3))).isEqualTo(whole.length);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(whole, first, last + 1));
  }

  /** What the client has must be something that it may get. */
  private void checkNotModified(Known known) {
    assertThat(headers).contains("If-None-Match");
    assertThat(wish).anyMatch(kind -> headers.contains(known.tag(kind)));
  }
}
