package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.spillway.torrent.Metainfo;

/**
 * A request that a client makes for a file, its torrent or parts of either, and what may be
 * answered to it: by the server, or by a cache that has been asked other things before.
 *
 * @param pathPrefix of the path
 * @param query begins with an ampersand if it is not empty
 */
record CacheQuestion(
    String method, String pathPrefix, String query, Wish wish, List<String> headers) {

  /** What the client can make use of. */
  private enum Wish {
    FILE,
    TORRENT,
    /** Its headers prefer the torrent; the file is right, too. */
    EITHER
  }

  /** What there is to be had. */
  static final class Known {
    private final byte[] file;
    private final String fileTag;
    private final byte[] torrent;
    private final String torrentTag;

    Known(byte[] file, String fileTag, byte[] torrent, String torrentTag) {
      this.file = file;
      this.fileTag = fileTag;
      this.torrent = torrent;
      this.torrentTag = torrentTag;
    }

    byte[] torrent() {
      return torrent;
    }
  }

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final String[] TORRENT_TYPE = {"Accept", Metainfo.MEDIA_TYPE};
  private static final String[] TORRENT_CODING = {"Accept-Encoding", "gzip, torrent"};

  static List<CacheQuestion> all(Known known) {
    String[] range = {"Range", "bytes=100-9999"};
    String[] suffix = {"Range", "bytes=-77"};
    String[] file = {"If-None-Match", known.fileTag};
    String[] torrent = {"If-None-Match", known.torrentTag};
    return List.of(
        get(Wish.FILE),
        get(Wish.FILE, range),
        get(Wish.FILE, suffix),
        get(Wish.FILE, range, new String[] {"If-Range", known.fileTag}),
        get(Wish.FILE, range, new String[] {"If-Range", known.torrentTag}),
        get(Wish.FILE, file),
        get(Wish.FILE, torrent),
        get(Wish.EITHER, TORRENT_TYPE),
        get(Wish.EITHER, TORRENT_CODING),
        get(Wish.EITHER, TORRENT_TYPE, file),
        get(Wish.EITHER, TORRENT_TYPE, torrent),
        get(Wish.EITHER, TORRENT_TYPE, range),
        get(Wish.EITHER, TORRENT_CODING, range),
        get(Wish.EITHER, TORRENT_CODING, suffix),
        new CacheQuestion("HEAD", "", "", Wish.FILE, List.of()),
        new CacheQuestion("HEAD", "", "", Wish.EITHER, List.of(TORRENT_TYPE)),
        new CacheQuestion("GET", "", "&torrent", Wish.TORRENT, List.of()),
        new CacheQuestion("GET", "", "&torrent", Wish.TORRENT, List.of("Range", "bytes=5-104")),
        seed(TORRENT_TYPE, range),
        seed(TORRENT_CODING, range),
        seed(TORRENT_TYPE, TORRENT_CODING));
  }

  private static CacheQuestion get(Wish wish, String[]... headers) {
    return new CacheQuestion("GET", "", "", wish, flat(headers));
  }

  private static CacheQuestion seed(String[]... headers) {
    return new CacheQuestion("GET", "/seed", "", Wish.FILE, flat(headers));
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
    boolean torrent = isTorrent(answer, known);
    byte[] whole = torrent ? known.torrent : known.file;
    assertThat(wish).isNotEqualTo(torrent ? Wish.FILE : Wish.TORRENT);
    assertThat(answer.headers().firstValue("Content-Length")).contains("" + whole.length);
    assertThat(answer.body()).isEqualTo(method.equals("HEAD") ? new byte[0] : whole);
  }

  /** A part of the torrent is for nobody but who named the torrent. */
  private void checkPart(HttpResponse<byte[]> answer, Known known) {
    boolean torrent = isTorrent(answer, known);
    byte[] whole = torrent ? known.torrent : known.file;
    assertThat(wish == Wish.TORRENT).isEqualTo(torrent);
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
    assertThat(headers.contains(known.fileTag) || wish == Wish.EITHER).isTrue();
  }

  /** By type and by tag, which must agree. */
  private static boolean isTorrent(HttpResponse<byte[]> answer, Known known) {
    boolean torrent =
        answer.headers().firstValue("Content-Type").orElseThrow().equals(Metainfo.MEDIA_TYPE);
    assertThat(answer.headers().firstValue("ETag"))
        .contains(torrent ? known.torrentTag : known.fileTag);
    return torrent;
  }
}
