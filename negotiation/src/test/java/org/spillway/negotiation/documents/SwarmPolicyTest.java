package org.spillway.negotiation.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.PublicUrls;

class SwarmPolicyTest {
  private static final String BEFORE =
      "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
          + " img-src 'self' data:; connect-src 'self'";
  private static final String AFTER =
      "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  @Test
  void of_allThatTheTorrentNames() {
    var urls =
        new PublicUrls(
            URI.create("https://dl.example.org/files"),
            List.of(
                List.of("https://dl.example.org/files/announce"),
                List.of("wss://t.example.net:8443/announce", "ws://t.example.net/announce")),
            List.of("http://192.0.2.1:8080/seed"),
            List.of(Mirror.parse("https://m.example.net/m&m pri=7 geo=de")));
    assertThat(SwarmPolicy.of(urls, "/a.iso"))
        .isEqualTo(
            BEFORE
                + " http://192.0.2.1:8080 https://dl.example.org https://m.example.net"
                + " ws://t.example.net wss://dl.example.org wss://t.example.net:8443"
                + AFTER);
  }

  /** No browser connects to a UDP tracker, and a policy has no words for an IPv6 address. */
  @Test
  void of_whatAPolicyCannotName() {
    var urls =
        new PublicUrls(
            URI.create("http://[2001:db8::1]:8080"),
            List.of(List.of("udp://t.example.net:6969", "ws://[2001:db8::1]/announce")),
            List.of(),
            List.of());
    assertThat(SwarmPolicy.of(urls, "/a.iso")).isEqualTo(BEFORE + AFTER);
  }

  /** Configured URLs are not checked as closely as a policy must be. */
  @Test
  void of_oddUrls() {
    var urls =
        new PublicUrls(
            URI.create("http://a.example"),
            List.of(
                List.of(
                    "https://user@b.example/announce",
                    "https://x;script-src *",
                    "https://under_score.example/announce",
                    "c.example")),
            List.of(),
            List.of());
    assertThat(SwarmPolicy.of(urls, "/a;b.iso"))
        .isEqualTo(
            BEFORE + " http://a.example https://b.example ws://a.example wss://b.example" + AFTER);
  }
}
