package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.BodyTransfer;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.HeaderField;
import org.spillway.negotiation.fields.HeaderFields;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;

/** Answers with descriptions, digests and mirrors, before any door. */
class HttpResponderTest {
  private static final String DIGITS = "0123456789";
  private static final FakeRequest GET = FakeRequest.get("/digits.iso");
  private static final String URL = "https://dl.example.org/files/digits.iso";

  private static HashedFiles files;
  private static String magnet;
  private static byte[] big;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    files = new HashedFiles(folder, TorrentFormat.HYBRID);
    var digits = files.hashed("/digits.iso", DIGITS);
    magnet = MagnetLink.of(HashedFiles.torrent(digits).metainfo()).toString();
    big = new byte[17 << 20];
    Arrays.fill(big, (byte) 'x');
    files.hashed("/big.iso", big);
    files.offer("/empty.txt", "");
  }

  @AfterAll
  static void close() {
    files.close();
  }

  private static Answer answer(NegotiationSettings settings, RequestHead request) {
    return new HttpResponder(files.catalog, settings).respondNow(request).orElseThrow();
  }

  private static Answer answer(RequestHead request) {
    return answer(NegotiationSettings.DEFAULT, request);
  }

  private static List<String> fields(Answer answer, String name) {
    return answer.fields().stream()
        .filter(field -> field.name().equals(name))
        .map(HeaderField::value)
        .toList();
  }

  private static Optional<String> field(Answer answer, String name) {
    return fields(answer, name).stream().findFirst();
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

  private static String text(Answer answer) throws IOException {
    return new String(body(answer), UTF_8);
  }

  private static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(Sha256.digest(content).toBytes());
  }

  private static String sha256(byte[] content) {
    return "sha-256=:" + base64(content) + ":";
  }

  @Test
  void metalink_named() throws IOException {
    var answer = answer(GET.withQuery("meta4"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.METALINK);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.fields())
        .containsExactly(
            new HeaderField("ETag", field(answer, "ETag").orElseThrow()),
            new HeaderField("Cache-Control", "public, no-cache"),
            new HeaderField("Content-Location", URL + "?meta4"),
            new HeaderField("Content-Type", "application/metalink4+xml"),
            new HeaderField("X-Content-Type-Options", "nosniff"),
            new HeaderField(
                "Content-Disposition",
                "attachment; filename=\"digits.iso.meta4\"; filename*=UTF-8''digits.iso.meta4"));
    assertThat(field(answer, "ETag").orElseThrow()).matches("\"[0-9a-f]{32}\"");
    assertThat(text(answer)).startsWith("<?xml ").endsWith("</metalink>\n");
  }

  @Test
  void metalink_conditions() {
    String etag = field(answer(GET.withQuery("meta4")), "ETag").orElseThrow();
    var notModified = answer(GET.withQuery("meta4").with("If-None-Match", etag));
    assertThat(notModified.status()).isEqualTo(304);
    assertThat(field(notModified, "ETag")).contains(etag);
    assertThat(answer(GET.withQuery("meta4").with("If-Match", "\"x\"")).status()).isEqualTo(412);
    assertThat(answer(GET.withQuery("meta4").with("Range", "bytes=0-1")).status()).isEqualTo(200);
  }

  @Test
  void metalink_negotiated() {
    var accept = GET.with("Accept", "*/*,application/metalink4+xml");
    assertThat(answer(accept).kind()).isEqualTo(Answer.Kind.FILE);
    var answer = answer(NegotiationSettings.DEFAULT.withMetalink(true), accept);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.METALINK);
    assertThat(field(answer, "Vary")).contains(HeaderFields.NEGOTIATED);
    assertThat(field(answer, "Cache-Control")).contains("private, no-cache");
    assertThat(field(answer, "Content-Location")).contains(URL + "?meta4");
  }

  @Test
  void metalink_emptyFile() throws IOException {
    var answer = answer(FakeRequest.get("/empty.txt").withQuery("meta4"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.METALINK);
    assertThat(text(answer)).contains("<size>0</size>");
  }

  @Test
  void magnet_redirect() throws IOException {
    var answer = answer(GET.withQuery("magnet").with("Accept", "text/html,*/*;q=0.8"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.MAGNET);
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.fields())
        .containsExactly(
            new HeaderField("Location", magnet),
            new HeaderField("Cache-Control", "public, no-cache"),
            new HeaderField("Referrer-Policy", "no-referrer"),
            new HeaderField("Content-Type", "text/plain;charset=utf-8"),
            new HeaderField("X-Content-Type-Options", "nosniff"),
            new HeaderField("Vary", "Accept"));
    assertThat(magnet)
        .matches(
            "magnet:\\?xt=urn:btih:[0-9a-f]{40}&xt=urn:btmh:1220[0-9a-f]{64}&dn=digits.iso&xl=10"
                + "&tr=https%3A%2F%2Ftracker.example.org%2Fannounce"
                + "&ws=https%3A%2F%2Fdl.example.org%2Fseed%2Fdigits.iso&ws=.*");
    assertThat(text(answer)).isEqualTo(magnet + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "Text/Plain, */*",
        "text/plain, text/html",
        "text/plain;q=0.5, text/html;q=0.4",
        "text/plain;charset=utf-8;q=0.5, text/plain;q=0.4",
      })
  void magnet_text(String accept) throws IOException {
    var answer = answer(GET.withQuery("magnet").with("Accept", accept));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo(magnet + "\n");
    assertThat(field(answer, "Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(field(answer, "Vary")).contains("Accept");
    assertThat(field(answer, "Location")).isEmpty();
    assertThat(field(answer, "Content-Disposition")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/*",
        "text/plain;q=0",
        "text/plain;q=0.5, text/html",
        "text/plain;q=0.5, */*",
        "text/plain;charset=latin1",
      })
  void magnet_notText(String accept) {
    assertThat(answer(GET.withQuery("magnet").with("Accept", accept)).status()).isEqualTo(302);
  }

  @Test
  void magnet_emptyFile() {
    assertThat(answer(FakeRequest.get("/empty.txt").withQuery("magnet")).status()).isEqualTo(404);
  }

  @Test
  void links() {
    assertThat(fields(answer(GET), "Link"))
        .containsExactly(
            "<" + URL + "?torrent>; rel=describedby; type=\"application/x-bittorrent\"",
            "<" + URL + "?meta4>; rel=describedby; type=\"application/metalink4+xml\"",
            "<https://m.example.net/m&m/digits.iso>; rel=duplicate; pri=7; geo=de",
            "<https://n.example.net/digits.iso>; rel=duplicate; pri=3",
            "<https://o.example.net/digits.iso>; rel=duplicate; pri=999999");
    assertThat(fields(answer(FakeRequest.get("/empty.txt")), "Link"))
        .hasSize(4)
        .noneMatch(link -> link.contains("torrent"));
  }

  @Test
  void redirect_toTheBestMirror() throws IOException {
    var settings = HttpFixture.SHORT_TORRENTS.withRedirect(true);
    var answer = answer(settings, GET);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.MIRROR_REDIRECT);
    assertThat(answer.status()).isEqualTo(302);
    assertThat(field(answer, "Location")).contains("https://n.example.net/digits.iso");
    assertThat(field(answer, "Digest")).contains("SHA-256=" + base64(DIGITS.getBytes(UTF_8)));
    assertThat(field(answer, "Repr-Digest")).isEmpty();
    assertThat(field(answer, "Vary")).contains(HeaderFields.NEGOTIATED);
    assertThat(fields(answer, "Link")).isEqualTo(fields(answer(GET), "Link"));
    assertThat(answer(settings, GET.with("Range", "bytes=1-2")).status()).isEqualTo(206);
    assertThat(text(answer(settings, GET.withQuery("meta4"))))
        .contains("<url priority=\"999999\">" + URL + "</url>");
    assertThat(answer(settings, GET.with("Accept-Encoding", "torrent")).kind())
        .isEqualTo(Answer.Kind.TORRENT);
  }

  @Test
  void overloaded_folderWithAPageOfItsOwn() throws IOException {
    files.hashed("/own/index.html", "<p>own");
    var responder = new HttpResponder(files.catalog, NegotiationSettings.DEFAULT);
    var answer =
        responder.insteadOfFile(FakeRequest.get("/own/").with("Accept-Encoding", "torrent"));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(field(answer, "Retry-After")).contains("10");
    assertThat(field(answer, "Vary")).isEmpty();
    assertThat(fields(answer, "Link")).hasSize(5);
  }

  @Test
  void digests_byDefault() {
    var answer = answer(GET.with("Range", "bytes=1-2"));
    assertThat(field(answer, "Digest")).contains("SHA-256=" + base64(DIGITS.getBytes(UTF_8)));
    assertThat(field(answer, "Repr-Digest")).contains(sha256(DIGITS.getBytes(UTF_8)));
    assertThat(field(answer, "Content-Digest")).isEmpty();
    var empty = answer(FakeRequest.get("/empty.txt"));
    assertThat(field(empty, "Repr-Digest")).contains(sha256(new byte[0]));
  }

  @Test
  void digests_unwanted() {
    var without = answer(GET.with("Want-Repr-Digest", "sha-256=0"));
    assertThat(field(without, "Repr-Digest")).isEmpty();
    assertThat(field(without, "Digest")).isPresent();
    var old = answer(GET.with("Want-Digest", "sha-256;q=0"));
    assertThat(field(old, "Digest")).isEmpty();
    assertThat(field(old, "Repr-Digest")).isPresent();
  }

  @Test
  void digests_ofContent() throws IOException {
    var request = GET.with("Want-Content-Digest", "sha-256=1");
    assertThat(field(answer(request), "Content-Digest")).contains(sha256(DIGITS.getBytes(UTF_8)));
    assertThat(field(answer(request.with("Range", "bytes=1-2")), "Content-Digest"))
        .contains(sha256("12".getBytes(UTF_8)));
    var parts = answer(request.with("Range", "bytes=1-2,5-6"));
    assertThat(field(parts, "Content-Digest")).contains(sha256(body(parts)));
    assertThat(answer(request.with("Range", "bytes=10-")).fields())
        .noneMatch(field -> field.name().equals("Content-Digest"));
  }

  /** They would have to be read twice. */
  @Test
  void digests_ofMuchContent() {
    var request = FakeRequest.get("/big.iso").with("Want-Content-Digest", "sha-256=1");
    assertThat(field(answer(request), "Content-Digest")).contains(sha256(big));
    int limit = 16 << 20;
    assertThat(field(answer(request.with("Range", "bytes=1-" + limit)), "Content-Digest"))
        .contains(sha256(Arrays.copyOf(big, limit)));
    assertThat(field(answer(request.with("Range", "bytes=0-" + limit)), "Content-Digest"))
        .isEmpty();
  }

  /** aria2 1.36 hangs on a torrent with a Digest. */
  @Test
  void digests_ofTorrents() throws IOException {
    for (String query : List.of("torrent", "meta4")) {
      var plain = answer(GET.withQuery(query).with("Want-Digest", "sha-256"));
      assertThat(plain.fields()).noneMatch(field -> field.name().contains("Digest"));
      var wanted =
          answer(
              GET.withQuery(query)
                  .with("Want-Repr-Digest", "sha-256=3")
                  .with("Want-Content-Digest", "sha-256=3"));
      assertThat(field(wanted, "Repr-Digest")).contains(sha256(body(wanted)));
      assertThat(field(wanted, "Content-Digest")).contains(sha256(body(wanted)));
      assertThat(field(wanted, "Digest")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "torrent", "meta4", "magnet", "swarm", "other"})
  void head_asGet(String query) {
    var settings = NegotiationSettings.DEFAULT.withMetalink(true);
    for (String accept :
        List.of("", "*/*", "application/x-bittorrent", "application/metalink4+xml", "text/plain")) {
      for (String path : List.of("/digits.iso", "/empty.txt", "/seed/digits.iso")) {
        var get = FakeRequest.get(path).withQuery(query).with("Accept", accept);
        var head = new FakeRequest("HEAD", path, query, get.fields(), get.client());
        assertSame(answer(settings, head), answer(settings, get));
        assertSame(
            answer(settings, head.with("If-Match", "\"x\"")),
            answer(settings, get.with("If-Match", "\"x\"")));
      }
    }
  }

  private static void assertSame(Answer head, Answer get) {
    assertThat(head.kind()).isEqualTo(get.kind());
    assertThat(head.status()).isEqualTo(get.status());
    assertThat(withoutIds(head)).isEqualTo(withoutIds(get));
    assertThat(head.body().length()).isEqualTo(get.body().length());
  }

  /** S3 gives each request its own. */
  private static List<HeaderField> withoutIds(Answer answer) {
    return answer.fields().stream().filter(field -> !field.name().startsWith("x-amz-")).toList();
  }
}
