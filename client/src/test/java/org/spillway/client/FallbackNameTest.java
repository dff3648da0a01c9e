package org.spillway.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spillway.torrent.fallback.RequestHash;

/** The table of examples in docs/dns.md, as people read it there. */
class FallbackNameTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(http[^`]*)` \\| `(/[^`]*)` \\| `([0-9a-f]{40})` \\| `([^`]*)` \\|.*");

  private static List<MatchResult> rows() throws IOException {
    try (var lines = Files.lines(Path.of("../docs/dns.md"))) {
      return lines.flatMap(line -> ROW.matcher(line).results()).toList();
    }
  }

  static Stream<Arguments> table() throws IOException {
    return rows().stream()
        .map(row -> Arguments.of(row.group(1), row.group(2), row.group(3), row.group(4)));
  }

  @Test
  void table_isThere() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(20);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void fallbackName_table(String url, String hashed, String sha1, String host) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-1").digest(hashed.getBytes(US_ASCII));
    assertThat(sha1).as("SHA-1 of " + hashed).isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(DownloadUrl.fallbackName(DownloadUrl.parse(url)))
        .isEqualTo(sha1 + "._torrent." + host);
    assertThat(RequestHash.ofTarget(hashed)).hasToString(sha1);
  }
}
