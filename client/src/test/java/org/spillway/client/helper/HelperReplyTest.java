package org.spillway.client.helper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelperReplyTest {
  private static final String URL = "https://example.org/a.iso";

  private static DownloadState state(Phase phase, String failure) {
    return new DownloadState(
        "a-1",
        URI.create(URL),
        Path.of("/home/me/a (1).iso"),
        100,
        phase,
        50,
        new Received(10, 15, 20),
        3,
        7,
        failure);
  }

  private static String text(byte[] message) {
    return new String(message, UTF_8);
  }

  @Test
  void hello() {
    assertThat(text(HelperReply.hello("spillway 1", "/home/me/\"ü\"")))
        .isEqualTo(
            """
            {"type":"hello","version":"spillway 1","folder":"/home/me/\\"ü\\""}\
            """);
  }

  @Test
  void state_underWay() {
    assertThat(text(HelperReply.state(state(Phase.DOWNLOADING, ""))))
        .isEqualTo(
            "{\"type\":\"state\",\"download\":{\"id\":\"a-1\",\"url\":\"https://example.org/a.iso\",\"name\":\"a"
                + " (1).iso\",\"length\":100,\"phase\":\"downloading\",\"verified\":50,"
                + "\"fromServer\":10,\"fromMirrors\":15,\"fromPeers\":20,\"uploaded\":0,\"peers\":3,"
                + "\"rate\":7}}");
  }

  @Test
  void state_failureAndPathOnlyWhereTheyBelong() {
    assertThat(text(HelperReply.state(state(Phase.FAILED, "no"))))
        .contains("\"phase\":\"failed\"", "\"failure\":\"no\"")
        .doesNotContain("\"path\"");
    assertThat(text(HelperReply.state(state(Phase.DONE, ""))))
        .contains("\"phase\":\"done\"", "\"path\":\"/home/me/a (1).iso\"")
        .doesNotContain("\"failure\"");
  }

  @Test
  void error() {
    assertThat(text(HelperReply.error("", "Oh.")))
        .isEqualTo("{\"type\":\"error\",\"message\":\"Oh.\"}");
    assertThat(text(HelperReply.error("a", "Oh.")))
        .isEqualTo("{\"type\":\"error\",\"id\":\"a\",\"message\":\"Oh.\"}");
  }

  @Test
  void list_ofNone() {
    assertThat(text(HelperReply.list(List.of()))).isEqualTo("{\"type\":\"list\",\"downloads\":[]}");
  }

  /** Browsers end a host that sends a longer message. */
  @Test
  void list_ofTheLongestFits() {
    var longest =
        new DownloadState(
            "a".repeat(64),
            URI.create("http://example.org/" + "a".repeat(HelperRequest.MAX_URL - 19)),
            Path.of("/" + "ü/".repeat(2000)),
            Long.MAX_VALUE,
            Phase.FAILED,
            Long.MAX_VALUE,
            new Received(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            "€".repeat(504));
    var all = Collections.nCopies(Downloads.MAX_DOWNLOADS, longest);
    assertThat(HelperReply.list(all)).hasSizeLessThan(MessageOutput.MAX_LENGTH);
  }
}
