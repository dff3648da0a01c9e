package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.Sha256;

class ContentDigestTest {
  /** RFC 9530 appendix B.1: the content is {"hello": "world"} and a newline. */
  private static final String BASE64 = "RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=";

  private static final Sha256 SHA256 =
      Sha256.digest("{\"hello\": \"world\"}\n".getBytes(StandardCharsets.UTF_8));

  private static Optional<Sha256> of(String name, String... values) {
    return ContentDigest.of(field -> field.equals(name) ? List.of(values) : List.of());
  }

  @Test
  void of_reprDigest() {
    assertThat(of("Repr-Digest", "sha-256=:" + BASE64 + ":")).contains(SHA256);
    assertThat(of("Repr-Digest", "sha-512=:AAAA:, sha-256=:" + BASE64 + ":")).contains(SHA256);
  }

  @Test
  void of_digest() {
    assertThat(of("Digest", "MD5=xyz,SHA-256=" + BASE64)).contains(SHA256);
  }

  @Test
  void of_nothingThatIsKnown() {
    assertThat(of("Repr-Digest", "sha-512=:AAAA:")).isEmpty();
    assertThat(of("Digest", "SHA-256=short")).isEmpty();
    assertThat(of("Content-Type", "text/plain")).isEmpty();
  }
}
