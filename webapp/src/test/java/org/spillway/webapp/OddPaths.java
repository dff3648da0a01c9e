package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;

/** Spellings of one path that every server answers alike. */
final class OddPaths {
  private OddPaths() {}

  private static List<String> spellings(String name) {
    return List.of(
        "//pub/" + name,
        "/pub//" + name,
        "///pub////" + name,
        "/pub/./" + name,
        "/pub/%2e/" + name,
        "/pub/%2E%2e/pub/" + name,
        "/seed//pub/" + name);
  }

  /**
   * @param base of a site with this file in the folder {@code pub}
   */
  static void check(String base, String name) throws Exception {
    var expected = RawGet.of(base + "/pub/" + name);
    assertThat(expected.status()).isEqualTo(200);
    for (String path : spellings(name)) {
      var answer = RawGet.of(base + path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.body()).as(path).isEqualTo(expected.body());
    }
    for (String path :
        List.of("/pub/" + name + "/", "/pub/" + name + "//", "//none", "/pub/.%2f")) {
      assertThat(RawGet.of(base + path).status()).as(path).isIn(400, 404);
    }
  }

  /** A request whose path is sent as it is written. */
  private record RawGet(int status, String body) {
    static RawGet of(String url) throws Exception {
      String authority = URI.create(url).getAuthority();
      String target = url.substring(url.indexOf(authority) + authority.length());
      int port = Integer.parseInt(authority.substring(authority.indexOf(':') + 1));
      try (var raw = RawHttp.connect(port)) {
        raw.send("GET " + target + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        var answer = raw.read().orElseThrow();
        return new RawGet(answer.status(), answer.body());
      }
    }
  }
}
