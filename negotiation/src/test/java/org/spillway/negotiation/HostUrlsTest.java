package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.BodyTransfer;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;

/** What a client is told that asks one host, and what all others are told. */
class HostUrlsTest {
  private static final String OWN_ORIGIN = "http://192.0.2.1:8080";

  private static final PublicUrls OWN =
      new PublicUrls(
          URI.create(OWN_ORIGIN),
          List.of(List.of(OWN_ORIGIN + "/announce")),
          List.of(OWN_ORIGIN + "/seed"),
          List.of());

  private static final FakeRequest GET = FakeRequest.get("/digits.iso");
  private static final FakeRequest OWN_HOST = GET.with("Host", "192.0.2.1:8080");
  private static final FakeRequest FORGED = GET.with("Host", "evil.example");

  @TempDir private Path folder;
  private HashedFiles files;
  private HttpResponder responder;

  @BeforeEach
  void open() throws IOException {
    files = new HashedFiles(folder, TorrentFormat.V1);
    files.hashed("/digits.iso", "0123456789");
    HostUrls hostUrls = origin -> origin.equals(OWN_ORIGIN) ? Optional.of(OWN) : Optional.empty();
    responder =
        new HttpResponder(files.catalog, NegotiationSettings.DEFAULT.withHostUrls(hostUrls));
  }

  @AfterEach
  void close() {
    files.close();
  }

  private Answer answer(RequestHead request) {
    return responder.respondNow(request).orElseThrow();
  }

  private static List<String> fields(Answer answer, String name) {
    return answer.fields().stream()
        .filter(field -> field.name().equals(name))
        .map(HeaderField::value)
        .toList();
  }

  private static byte[] body(Answer answer) throws IOException {
    var body = answer.body();
    var bytes = ByteBuffer.allocate((int) body.length());
    var room = ByteBuffer.allocate(BodyTransfer.bufferSize(body));
    try (var transfer = BodyTransfer.start(body, room, room.capacity())) {
      while (transfer.portion().hasRemaining()) {
        bytes.put(transfer.portion());
        transfer.next(room.capacity());
      }
    }
    return bytes.array();
  }

  private Metainfo torrent(RequestHead request) throws IOException {
    return Metainfo.parse(body(answer(request)));
  }

  @Test
  void torrent_ofOwnHost() throws IOException {
    var own = torrent(OWN_HOST.withQuery("torrent"));
    assertThat(own.urls()).isEqualTo(OWN.of("/digits.iso"));
    assertThat(torrent(OWN_HOST.with("Accept", "application/x-bittorrent"))).isEqualTo(own);
    var others = torrent(GET.withQuery("torrent"));
    assertThat(others.urls()).isEqualTo(HashedFiles.URLS.of("/digits.iso"));
    assertThat(own.info().swarmHash()).isEqualTo(others.info().swarmHash());
  }

  @Test
  void torrent_ofOwnHost_hasAnotherTag() {
    String own = fields(answer(OWN_HOST.withQuery("torrent")), "ETag").get(0);
    String others = fields(answer(GET.withQuery("torrent")), "ETag").get(0);
    assertThat(own).isNotEqualTo(others);
    var revalidated = OWN_HOST.withQuery("torrent").with("If-None-Match", own);
    assertThat(answer(revalidated).status()).isEqualTo(304);
    var ofOthers = OWN_HOST.withQuery("torrent").with("If-None-Match", others);
    assertThat(answer(ofOthers).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"torrent", "meta4", "magnet", "swarm"})
  void description_forgedHost_isThatOfAllOthers(String query) throws IOException {
    var before = answer(GET.withQuery(query));
    var own = answer(OWN_HOST.withQuery(query));
    var forged = answer(FORGED.withQuery(query));
    var after = answer(GET.withQuery(query));
    assertThat(new String(body(own), UTF_8)).contains("192.0.2.1").isNotEqualTo(text(before));
    for (Answer answer : List.of(forged, after)) {
      assertThat(withoutRequestId(answer)).isEqualTo(withoutRequestId(before));
      assertThat(text(answer)).isEqualTo(text(before)).doesNotContain("192.0.2.1", "evil");
    }
  }

  /** S3's request ids differ each time. */
  private static List<HeaderField> withoutRequestId(Answer answer) {
    return answer.fields().stream().filter(field -> !field.name().startsWith("x-amz-")).toList();
  }

  private static String text(Answer answer) throws IOException {
    return new String(body(answer), UTF_8);
  }

  @Test
  void file_links() {
    var before = answer(GET);
    var own = answer(OWN_HOST);
    assertThat(fields(own, "Link"))
        .allMatch(link -> link.startsWith("<" + OWN_ORIGIN + "/digits.iso?"))
        .hasSize(2);
    assertThat(fields(own, "ETag")).isEqualTo(fields(before, "ETag"));
    assertThat(answer(FORGED).fields()).isEqualTo(before.fields());
    assertThat(answer(GET).fields()).isEqualTo(before.fields());
    assertThat(answer(OWN_HOST).fields()).isEqualTo(own.fields());
  }

  @Test
  void isAtHand_eachByItself() {
    assertThat(responder.isCached(GET)).isFalse();
    answer(GET);
    assertThat(responder.isCached(GET)).isTrue();
    assertThat(responder.isCached(FORGED)).isTrue();
    assertThat(responder.isCached(OWN_HOST)).isFalse();
    answer(OWN_HOST);
    assertThat(responder.isCached(OWN_HOST)).isTrue();
  }
}
