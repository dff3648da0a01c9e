package org.spillway.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RedirectTest {
  @Test
  void encoded_spacesAndBytesOfUtf8() {
    var bytes = "/a b/ü?x=%2F".getBytes(StandardCharsets.UTF_8);
    String asRead = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(Redirect.encoded(asRead)).isEqualTo("/a%20b/%C3%BC?x=%2F");
  }

  @Test
  void retryAfter_secondsAndDate() {
    var now = Instant.parse("2026-12-01T00:00:00Z");
    assertThat(RetryAfter.parse(" 7 ", now)).contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.parse("Tue, 01 Dec 2026 00:00:10 GMT", now))
        .contains(Duration.ofSeconds(10));
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
  }

  @Test
  void netrc_machineAndDefault() {
    String text = "machine a.example login me password secret\ndefault login x password y";
    assertThat(Netrc.find(text, "a.example")).contains(new Login("me", "secret"));
    assertThat(Netrc.find(text, "b.example")).contains(new Login("x", "y"));
    assertThat(new Login("me", "secret")).hasToString("me:***");
  }

  @Test
  void resolve_asRfc3986Says() throws Exception {
    var from = URI.create("http://h/a/b?x");
    assertThat(Redirect.resolve(from, new URI("?dl=1"))).hasToString("http://h/a/b?dl=1");
    assertThat(Redirect.resolve(from, new URI("c"))).hasToString("http://h/a/c");
    assertThat(Redirect.resolve(from, new URI("/c"))).hasToString("http://h/c");
    assertThat(Redirect.resolve(from, new URI("//g/c"))).hasToString("http://g/c");
    assertThat(Redirect.resolve(URI.create("http://h"), new URI("x"))).hasToString("http://h/x");
  }
}
