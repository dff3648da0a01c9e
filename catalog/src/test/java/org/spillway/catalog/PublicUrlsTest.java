package org.spillway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.fallback.RequestHash;

class PublicUrlsTest {
  private static PublicUrls at(String base) {
    return new PublicUrls(URI.create(base), List.of(), List.of(), List.of());
  }

  @Test
  void file_withAndWithoutPathPrefix() {
    assertThat(at("http://dl.example.org").file("/a")).isEqualTo("http://dl.example.org/a");
    assertThat(at("http://dl.example.org/").file("/a")).isEqualTo("http://dl.example.org/a");
    assertThat(at("https://example.org:8443/pub/").file("/a b/ü?#%"))
        .isEqualTo("https://example.org:8443/pub/a%20b/%C3%BC%3F%23%25");
  }

  /** The vector of the DNS fallback's description: the path alone is hashed, prefix included. */
  @Test
  void requestHash_withAndWithoutPathPrefix() {
    var hash = new RequestHash("438296e855494825557824b691a09d06a86a21f1");
    assertThat(at("http://dl.example.org").requestHash("/pub/myfile.tar.gz")).isEqualTo(hash);
    assertThat(at("http://dl.example.org/pub/").requestHash("/myfile.tar.gz")).isEqualTo(hash);
  }

  @Test
  void requestHash_sameAsThatOfTheUrl() {
    var urls = at("http://dl.example.org/p%c3%bcb");
    assertThat(urls.requestHash("/a b?c")).isEqualTo(RequestHash.ofTarget("/p%C3%BCb/a%20b%3Fc"));
  }

  @Test
  void of_versionsOfWebSeeds() {
    var urls =
        new PublicUrls(
            URI.create("http://dl.example.org"),
            List.of(),
            List.of("http://dl.example.org/seed/~", "http://seed.example.net/pub"),
            List.of(Mirror.of("ftp://ftp.example.net/pub/")));
    assertThat(urls.of("/x y", Sha256.digest(new byte[0])).webSeeds())
        .containsExactly(
            "http://dl.example.org/seed/~e3b0c442/x%20y",
            "http://seed.example.net/pub/x%20y", "ftp://ftp.example.net/pub/x%20y");
    assertThat(urls.of("/x y").webSeeds())
        .startsWith("http://dl.example.org/seed/x%20y", "http://seed.example.net/pub/x%20y");
  }

  @Test
  void of_trackersSeedsThenMirrors() {
    var urls =
        new PublicUrls(
            URI.create("http://dl.example.org"),
            List.of(List.of("http://t.example.org/announce"), List.of("udp://t.example.org:6969")),
            List.of("http://dl.example.org/seed/"),
            List.of(
                new Mirror("https://mirror.example.net/pub", 2, "de"),
                Mirror.of("ftp://ftp.example.net/pub/")));
    assertThat(urls.of("/x y"))
        .isEqualTo(
            new TorrentUrls(
                urls.announceTiers(),
                List.of(
                    "http://dl.example.org/seed/x%20y",
                    "https://mirror.example.net/pub/x%20y", "ftp://ftp.example.net/pub/x%20y")));
    assertThat(urls.mirrorsOf("/x"))
        .containsExactly(
            new Mirror("https://mirror.example.net/pub/x", 2, "de"),
            new Mirror("ftp://ftp.example.net/pub/x", 999_999, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pub",
        "dl.example.org",
        "http:///x",
        "ftp://dl.example.org",
        "http://h/?q",
        "http://h/#f",
        "http://user:password@h/"
      })
  void construct_wrongBase(String base) {
    assertThatThrownBy(() -> at(base))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("base must be http(s)://HOST[:PORT][/PATH], was " + base);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirror.example.org", "http://m/ x", "http://m/?x", "http://user@m/", ""})
  void construct_wrongSeed(String url) {
    var base = URI.create("http://dl.example.org");
    assertThatThrownBy(() -> new PublicUrls(base, List.of(), List.of(url), List.of()))
        .hasMessage("seedBases must be SCHEME://HOST[:PORT][/PATH], was " + url);
  }
}
