package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadUrlTest {
  @Test
  void parse_plain() {
    assertThat(DownloadUrl.parse("https://dl.example.org:8443/pub/a.iso?x=1"))
        .isEqualTo(URI.create("https://dl.example.org:8443/pub/a.iso?x=1"));
  }

  @Test
  void parse_login() {
    assertThat(DownloadUrl.parse("http://me:secret@b\u00fccher.example/a"))
        .isEqualTo(URI.create("http://me:secret@xn--bcher-kva.example/a"));
    assertThat(DownloadUrl.withoutLogin("me:secret@example.org/a@b")).isEqualTo("example.org/a@b");
    assertThat(DownloadUrl.withoutLogin("https://example.org/a@b"))
        .isEqualTo("https://example.org/a@b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://me:secret@h/", "http://me:secret@/", "http://me:secret@h:x y/"})
  void parse_malformed_showsNoPassword(String url) {
    assertThatThrownBy(() -> DownloadUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void parse_withoutScheme() {
    assertThat(DownloadUrl.parse("dl.example.org:8080/a"))
        .isEqualTo(URI.create("http://dl.example.org:8080/a"));
    assertThat(DownloadUrl.parse(" example.org ")).isEqualTo(URI.create("http://example.org/"));
  }

  @Test
  void parse_otherScripts() {
    assertThat(DownloadUrl.parse("http://bücher.example:81/ü b?q=ä#teil"))
        .isEqualTo(URI.create("http://xn--bcher-kva.example:81/%C3%BC%20b?q=%C3%A4"));
  }

  @Test
  void parse_ipv6() {
    assertThat(DownloadUrl.parse("http://[::1]:8080/a").getPort()).isEqualTo(8080);
  }

  @Test
  void parse_magnet() {
    String magnet = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567";
    assertThat(DownloadUrl.parse(magnet).toString()).isEqualTo(magnet);
  }

  @Test
  void parse_otherScheme() {
    assertThatThrownBy(() -> DownloadUrl.parse("ftp://example.org/a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ftp://example.org/a: must be an http, https or magnet URL, was ftp");
  }

  @Test
  void parse_noHost() {
    for (String text : new String[] {"http:///a", "http://:80/a", ""}) {
      assertThatThrownBy(() -> DownloadUrl.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("the URL must have a host");
    }
  }

  @Test
  void fileName_lastSegment() {
    assertThat(DownloadUrl.fileName(URI.create("http://h/a/b%20c+d.iso?x"))).isEqualTo("b c+d.iso");
  }

  @Test
  void fileName_cannotLeaveTheFolder() {
    assertThat(DownloadUrl.fileName(URI.create("http://h/a/..%2F..%2Fetc"))).isEqualTo(".._.._etc");
    assertThat(DownloadUrl.fileName(URI.create("http://h/a/.."))).isEqualTo("index.html");
    assertThat(DownloadUrl.fileName(URI.create("http://h/a/"))).isEqualTo("index.html");
    assertThat(DownloadUrl.fileName(URI.create("http://h"))).isEqualTo("index.html");
  }

  @Test
  void isSameServer_hostAndPort() {
    var url = URI.create("https://DL.example.org/a");
    assertThat(DownloadUrl.isSameServer(url, "https://dl.example.org:443/seed/a")).isTrue();
    assertThat(DownloadUrl.isSameServer(url, "http://dl.example.org/seed/a")).isTrue();
    assertThat(DownloadUrl.isSameServer(url, "https://dl.example.org:8443/a")).isFalse();
    assertThat(DownloadUrl.isSameServer(url, "https://mirror.example.org/a")).isFalse();
    assertThat(DownloadUrl.isSameServer(url, "not a URL")).isFalse();
  }

  /** The example of the design: the path's SHA-1. */
  @Test
  void fallbackName_example() {
    assertThat(DownloadUrl.fallbackName(URI.create("http://DL.example.org:8080/pub/myfile.tar.gz")))
        .isEqualTo("438296e855494825557824b691a09d06a86a21f1._torrent.dl.example.org");
  }
}
