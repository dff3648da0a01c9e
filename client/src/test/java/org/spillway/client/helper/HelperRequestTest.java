package org.spillway.client.helper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;

class HelperRequestTest {
  private static HelperRequest parse(String json) throws MalformedRequestException {
    return HelperRequest.parse(json.getBytes(UTF_8));
  }

  private static MalformedRequestException failure(String json) {
    return catchThrowableOfType(MalformedRequestException.class, () -> parse(json));
  }

  @Test
  void parse_shortOnes() throws Exception {
    assertThat(parse("{\"type\":\"hello\"}")).isEqualTo(new HelperRequest.Hello());
    assertThat(parse("{\"type\":\"list\",\"more\":[1,{\"a\":2}]}"))
        .isEqualTo(new HelperRequest.ListAll());
    assertThat(parse("{\"type\":\"pause\",\"id\":\"a-1\"}"))
        .isEqualTo(new HelperRequest.Change("a-1", HelperRequest.Action.PAUSE));
    assertThat(parse("{\"type\":\"show\",\"id\":\"a-1\"}"))
        .isEqualTo(new HelperRequest.Change("a-1", HelperRequest.Action.SHOW));
  }

  @Test
  void parse_startWithTheUrlAlone() throws Exception {
    var start =
        (HelperRequest.Start)
            parse(
                "{\"type\":\"start\",\"id\":\"a\",\"url\":\"https://example.org/ü.iso?a=b\","
                    + "\"share\":true}");
    assertThat(start.id()).isEqualTo("a");
    assertThat(start.source().url()).hasToString("https://example.org/%C3%BC.iso?a=b");
    assertThat(start.source().torrent()).isEmpty();
    assertThat(start.source().name()).isEqualTo("ü.iso");
  }

  private static String startWithTorrent(byte[] torrent) {
    return "{\"type\":\"start\",\"id\":\"a\",\"url\":\"http://example.org/a\",\"torrent\":\"%s\"}"
        .formatted(Base64.getEncoder().encodeToString(torrent));
  }

  @Test
  void parse_startWithTheTorrent() throws Exception {
    var hasher = new FileHasher(TorrentFormat.V1, 16 * 1024);
    hasher.update(new byte[] {1, 2, 3}, 0, 3);
    var torrent = Metainfo.ofFile("b.iso", hasher.finish(), TorrentUrls.NONE);
    var start = (HelperRequest.Start) parse(startWithTorrent(torrent.toBytes()));
    assertThat(start.source().torrent().orElseThrow().toBytes()).isEqualTo(torrent.toBytes());
    assertThat(start.source().name()).isEqualTo("b.iso");
    assertThat(start.source().length()).isEqualTo(3);
  }

  @Test
  void parse_torrentOfAFolder() {
    String folder =
        "d4:infod5:filesld6:lengthi1e4:pathl1:aeee4:name1:f12:piece lengthi16384e6:pieces20:"
            + "01234567890123456789ee";
    assertThat(failure(startWithTorrent(folder.getBytes(UTF_8))))
        .hasMessage("The torrent is of a folder, not of one file.")
        .returns("a", MalformedRequestException::id);
    assertThat(failure(startWithTorrent("d4:infoi1ee".getBytes(UTF_8))))
        .hasMessageStartingWith("The torrent is malformed: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          [];                                     The message is malformed: it is not a JSON object.
          {} {};                                  The message is malformed: something follows the JSON object.
          {"type":"hello","type":"hello"};        The message is malformed: Duplicate field 'type'.
          {};                                     The helper does not know messages of the type "".
          {"type":3};                             The helper does not know messages of the type "".
          {"type":"evil"};                        The helper does not know messages of the type "evil".
          {"type":"pause"};                       The id of a download must have 1 to 64 characters of A-Z, a-z, 0-9 and -.
          {"type":"pause","id":"../a"};           The id of a download must have 1 to 64 characters of A-Z, a-z, 0-9 and -.
          {"type":"start","id":"a"};              The URL must begin with http:// or https://.
          {"type":"start","id":"a","url":"file:///etc/passwd"};  The URL must begin with http:// or https://.
          {"type":"start","id":"a","url":"magnet:?xt=urn:btih:0"}; The URL must begin with http:// or https://.
          {"type":"start","id":"a","url":"http://a/","torrent":"!"}; The torrent is not valid base64.
          """)
  void parse_wrong(String json, String message) {
    assertThat(failure(json)).hasMessage(message);
  }

  @Test
  void parse_longUrlAndDeepJson() {
    String url = "http://example.org/" + "a".repeat(5000);
    assertThat(failure("{\"type\":\"start\",\"id\":\"a\",\"url\":\"" + url + "\"}"))
        .hasMessage("The URL has 5019 characters; at most 4096 work.");
    assertThat(failure("{\"a\":" + "[".repeat(100_000)))
        .hasMessageStartingWith("The message is malformed: ");
    var many = new StringBuilder("{\"type\":\"hello\"");
    for (int i = 0; i < 200; i++) {
      many.append(",\"m").append(i).append("\":true");
    }
    assertThat(failure(many + "}"))
        .hasMessage("The message is malformed: it has more than 100 members.");
  }
}
