package org.spillway.negotiation.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.SmallSite.BASE;
import static org.spillway.negotiation.SmallSite.field;
import static org.spillway.negotiation.SmallSite.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.HashedFiles;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.SmallSite;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.answers.FileKind;
import org.spillway.negotiation.answers.FileRepresentation;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.TorrentFormat;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SwarmAnswerTest {
  @TempDir private Path folder;
  private SmallSite site;

  @BeforeEach
  void open() throws IOException {
    site = new SmallSite(folder, NegotiationSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** Such a name looks like {@code exe.jpg}. */
  @Test
  void page_showsCharactersThatCannotBeSeen() throws Exception {
    site.file("/\u202egpj.exe", "x");
    String html = text(get("/\u202egpj.exe"));
    assertThat(html)
        .contains("<title>[U+202E]gpj.exe</title>", "<h1><bdi><code>U+202E</code>gpj.exe</bdi>")
        .contains("href=\"%E2%80%AEgpj.exe\"")
        .doesNotContain("\u202e");
  }

  private Answer get(String path) {
    return site.answer(FakeRequest.get(path).withQuery("swarm"));
  }

  private static Document parse(String html) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(html.getBytes(UTF_8)));
  }

  private static List<Element> elements(Document page, String tag) {
    var nodes = page.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static List<String> links(Document page) {
    return elements(page, "a").stream().map(a -> a.getAttribute("href")).toList();
  }

  private static Element only(Document page, String tag) {
    var all = elements(page, tag);
    assertThat(all).as(tag).hasSize(1);
    return all.get(0);
  }

  @Test
  void page_hashed() throws Exception {
    site.file("/pub/a.iso", "x".repeat(1536));
    String magnet = MagnetLink.of(site.hashed("/pub/a.iso").metainfo()).toString();
    var answer = get("/pub/a.iso");
    assertThat(answer.kind()).isEqualTo(Answer.Kind.SWARM_PAGE);
    var page = parse(text(answer));
    assertThat(only(page, "title").getTextContent()).isEqualTo("a.iso");
    assertThat(only(page, "h1").getTextContent()).isEqualTo("a.iso");
    assertThat(only(page, "main").getAttribute("data-spillway-file")).isEqualTo("a.iso");
    assertThat(only(page, "script").getAttribute("src")).isEqualTo("../spillway/swarm.js");
    assertThat(only(page, "link").getAttribute("href")).isEqualTo("../spillway/swarm.css");
    assertThat(links(page)).containsExactly("a.iso", "a.iso?torrent", magnet);
    assertThat(elements(page, "a").get(0).hasAttribute("download")).isTrue();
    assertThat(elements(page, "p").get(0).getTextContent()).isEqualTo("1.5 kB");
    assertThat(only(page, "code").getTextContent())
        .isEqualTo(Sha256.digest("x".repeat(1536).getBytes(UTF_8)).toString());
    assertThat(elements(page, "section")).hasSize(2);
  }

  @Test
  void page_fields() throws IOException {
    site.file("/a.iso", "content");
    site.hashed("/a.iso");
    var answer = get("/a.iso");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(field(answer, "Content-Type")).contains("text/html;charset=utf-8");
    assertThat(field(answer, "Cache-Control")).contains("public, no-cache");
    assertThat(field(answer, "Content-Location")).contains(BASE + "/a.iso?swarm");
    assertThat(field(answer, "X-Content-Type-Options")).contains("nosniff");
    assertThat(field(answer, "Referrer-Policy")).contains("no-referrer");
    assertThat(field(answer, "Cross-Origin-Opener-Policy")).contains("same-origin");
    assertThat(field(answer, "Content-Security-Policy"))
        .contains(
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
                + " img-src 'self' data:; connect-src 'self' https://dl.example.org"
                + " wss://dl.example.org;"
                + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
    assertThat(text(answer)).doesNotContain("<style", "style=", "onload");
    String etag = field(answer, "ETag").orElseThrow();
    var again = FakeRequest.get("/a.iso").withQuery("swarm").with("If-None-Match", etag);
    assertThat(site.answer(again).status()).isEqualTo(304);
  }

  /** It does not wait; it says that hashing has begun, and how to come back. */
  @Test
  void page_notHashedYet() throws Exception {
    site.file("/pub/a.iso", "content");
    var answer = get("/pub/a.iso");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(field(answer, "Cache-Control")).contains("no-store");
    assertThat(field(answer, "Content-Security-Policy")).isPresent();
    var page = parse(text(answer));
    assertThat(links(page)).containsExactly("a.iso", "a.iso?torrent", "a.iso?swarm");
    assertThat(elements(page, "p").get(1).getTextContent())
        .startsWith("The server is still reading this file to make its torrent")
        .contains("Open this page again in about");
    assertThat(elements(page, "code")).isEmpty();
    site.hashed("/pub/a.iso");
    assertThat(links(parse(text(get("/pub/a.iso"))))).hasSize(3).noneMatch("a.iso?swarm"::equals);
  }

  /** No client takes a torrent without a byte, so there is nothing for a script to do. */
  @Test
  void page_emptyFile() throws Exception {
    site.file("/empty.bin", "");
    var page = parse(text(get("/empty.bin")));
    assertThat(links(page)).containsExactly("empty.bin");
    assertThat(elements(page, "script")).isEmpty();
    assertThat(elements(page, "section")).hasSize(1);
    assertThat(only(page, "code").getTextContent())
        .isEqualTo(Sha256.digest(new byte[0]).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)<!--.iso",
        "\"><img src=x onerror=alert(1)>.iso",
        "' onmouseover='alert(1).iso",
        "javascript:alert(1).iso",
        "a?torrent#x&amp;%41.iso",
        "100% %s ü\uD83D\uDE00.iso"
      })
  void page_hostileName(String name) throws Exception {
    site.file("/odd/" + name, "x");
    site.hashed("/odd/" + name);
    var page = parse(text(get("/odd/" + name)));
    assertThat(only(page, "title").getTextContent()).isEqualTo(name);
    assertThat(only(page, "h1").getTextContent()).isEqualTo(name);
    assertThat(elements(page, "img")).isEmpty();
    assertThat(elements(page, "script")).hasSize(1);
    assertThat(elements(page, "a")).allMatch(a -> a.getAttribute("onmouseover").isEmpty());
    var base = URI.create("https://dl.example.org/files/odd/");
    for (String link : links(page).subList(0, 2)) {
      assertThat(base.resolve(link).getScheme()).isEqualTo("https");
      assertThat(base.resolve(link).getPath()).isEqualTo("/files/odd/" + name);
    }
    String file = only(page, "main").getAttribute("data-spillway-file");
    assertThat(base.resolve(file).getPath()).isEqualTo("/files/odd/" + name);
  }

  /** Without the jar of the bundle it is a plain page, in the style of folders. */
  @Test
  void page_withoutBundle() throws Exception {
    var urls = HashedFiles.URLS;
    try (var files = new HashedFiles(folder.resolve("other"), TorrentFormat.V1)) {
      var offer = files.hashed("/a.iso", "content");
      var file = new FileRepresentation(offer, new FileKind("text/plain", false), urls);
      var answer = SwarmAnswer.of(FakeRequest.get("/a.iso"), file, false);
      var page = parse(text(answer));
      assertThat(elements(page, "script")).isEmpty();
      assertThat(elements(page, "link")).isEmpty();
      assertThat(links(page)).hasSize(3);
      assertThat(field(answer, "Content-Security-Policy")).contains(Html.POLICY);
      assertThat(only(page, "style").getTextContent()).isEqualTo(Html.STYLE);
    }
  }

  @Test
  void otherMethods() throws IOException {
    site.file("/a.iso", "content");
    var post = FakeRequest.get("/a.iso").withQuery("swarm").withMethod("POST");
    assertThat(site.answer(post).status()).isEqualTo(405);
    assertThat(get("/none.iso").status()).isEqualTo(404);
  }
}
