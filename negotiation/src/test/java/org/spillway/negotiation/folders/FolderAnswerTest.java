package org.spillway.negotiation.folders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.negotiation.SmallSite.field;
import static org.spillway.negotiation.SmallSite.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.SmallSite;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.torrent.Sha256;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What folders say, to people and to programs. */
class FolderAnswerTest {
  private static final String BASE = SmallSite.BASE;

  /** Each of these once broke somebody's index page. */
  private static final List<String> ODD_NAMES =
      List.of(
          "100%.txt",
          "<script>alert(1)<",
          "a&b&amp;c.txt",
          "a+b.txt",
          "a;b.txt",
          "http:name.txt",
          "quote\"'`.txt",
          "read me.txt",
          "what?torrent#x",
          "ü\uD83D\uDE00.iso");

  @TempDir private Path folder;
  private SmallSite site;

  @BeforeEach
  void open() throws IOException {
    site = new SmallSite(folder, NegotiationSettings.DEFAULT.withIndex(true));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Answer get(String path) {
    return site.missing(FakeRequest.get(path));
  }

  private Answer get(String path, String query) {
    return site.missing(FakeRequest.get(path).withQuery(query));
  }

  private static Document parse(Answer answer) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var bytes = new ByteArrayInputStream(text(answer).getBytes(UTF_8));
    return factory.newDocumentBuilder().parse(bytes);
  }

  private static List<Element> elements(Document page, String tag) {
    var nodes = page.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static List<String> links(Document page) {
    return elements(page, "a").stream().map(a -> a.getAttribute("href")).toList();
  }

  @Test
  void page_fileAndFolder() throws Exception {
    var file = site.file("/pub/a.iso", "x".repeat(1536));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    site.folder("/pub/sub");
    var answer = get("/pub/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(field(answer, "Content-Type")).contains("text/html;charset=utf-8");
    assertThat(field(answer, "Cache-Control")).contains("no-cache");
    assertThat(field(answer, "Vary")).contains("Accept");
    assertThat(field(answer, "Link")).isEmpty();
    var page = parse(answer);
    assertThat(elements(page, "title").get(0).getTextContent()).isEqualTo("/pub/");
    assertThat(links(page)).containsExactly("../", "a.iso", "sub/");
    var form = elements(page, "form").get(0);
    assertThat(form.getAttribute("action")).isEqualTo("a.iso");
    assertThat(elements(page, "button").stream().map(button -> button.getAttribute("name")))
        .containsExactly("torrent", "magnet", "swarm");
    var cells = elements(page, "td");
    assertThat(cells.get(3).getTextContent()).isEqualTo("1.5 KiB");
    assertThat(cells.get(3).getAttribute("title")).isEqualTo("1536 bytes");
    assertThat(cells.get(4).getTextContent()).isEqualTo("2026-01-02 03:04");
    assertThat(elements(page, "time").get(0).getAttribute("datetime"))
        .isEqualTo("2026-01-02T03:04:05Z");
  }

  @Test
  void page_ofTheRoot_hasNoParent() throws Exception {
    site.folder("/pub");
    assertThat(links(parse(get("/")))).containsExactly("pub/");
  }

  @Test
  void page_emptyFile_hasNoTorrent() throws Exception {
    site.file("/empty", "");
    assertThat(links(parse(get("/")))).containsExactly("empty");
    assertThat(elements(parse(get("/")), "form")).isEmpty();
  }

  /** Each link, resolved as a browser does, leads back to the file that it stands beside. */
  @Test
  void page_oddNames() throws Exception {
    for (String name : ODD_NAMES) {
      site.file("/odd/" + name, "x");
    }
    var page = parse(get("/odd/"));
    assertThat(elements(page, "bdi").stream().skip(1).map(Element::getTextContent))
        .containsExactlyElementsOf(ODD_NAMES);
    var base = URI.create("http://dl.example.org/files/odd/");
    for (int i = 0; i < ODD_NAMES.size(); i++) {
      String link = links(page).get(1 + i);
      var file = base.resolve(link);
      assertThat(file.getHost()).isEqualTo("dl.example.org");
      assertThat(file.getPath()).isEqualTo("/files/odd/" + ODD_NAMES.get(i));
      assertThat(file.getQuery()).isNull();
      assertThat(elements(page, "form").get(i).getAttribute("action")).isEqualTo(link);
    }
    assertThat(links(page)).contains("a%3Bb.txt", "./http:name.txt").doesNotContain("a;b.txt");
  }

  @Test
  void page_policyAllowsItsOwnStyleAlone() throws Exception {
    var answer = get("/");
    String style = elements(parse(answer), "style").get(0).getTextContent();
    String hash =
        java.util.Base64.getEncoder()
            .encodeToString(Sha256.digest(style.getBytes(UTF_8)).toBytes());
    assertThat(field(answer, "Content-Security-Policy"))
        .contains(
            "default-src 'none'; style-src 'sha256-"
                + hash
                + "'; base-uri 'none'; form-action 'self' magnet:; frame-ancestors 'none'");
    assertThat(text(answer)).doesNotContain("style=").doesNotContain("<script");
  }

  @Test
  void pages_allNamesOnce() throws Exception {
    for (String name : ODD_NAMES) {
      site.file("/odd/" + name, "x");
    }
    var seen = new ArrayList<String>();
    String query = "limit=3";
    for (int pages = 1; !query.isEmpty(); pages++) {
      var answer = get("/odd/", query);
      var page = parse(answer);
      elements(page, "bdi").stream().skip(1).forEach(name -> seen.add(name.getTextContent()));
      var next = links(page).stream().filter(link -> link.startsWith("?after=")).findFirst();
      assertThat(field(answer, "Link"))
          .isEqualTo(next.map(n -> "<" + BASE + "/odd/" + n + ">; rel=\"next\""));
      assertThat(links(page).contains("./")).isEqualTo(pages > 1);
      query = next.map(n -> n.substring(1)).orElse("");
      assertThat(pages).isLessThanOrEqualTo(4);
    }
    assertThat(seen).containsExactlyElementsOf(ODD_NAMES);
  }

  /** As in RFC 8259 §7. */
  @Test
  void json_quotedName() {
    assertThat(FolderJson.quote("a\\b\nc\"ü\uD83D")).isEqualTo("\"a\\\\b\\u000ac\\\"ü\\ud83d\"");
  }

  @Test
  void json_allThatIsKnown() throws Exception {
    var file = site.file("/pub/a\"bü.iso", "content");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    site.file("/pub/empty", "");
    site.folder("/pub/sub dir");
    String infoHash = site.hashed("/pub/a\"bü.iso").info().swarmHash().toString();
    Files.setLastModifiedTime(
        site.file("/pub/empty", ""), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
    var answer = get("/pub/", "format=json");
    assertThat(field(answer, "Content-Type")).contains("application/json");
    assertThat(field(answer, "X-Content-Type-Options")).contains("nosniff");
    assertThat(text(answer))
        .isEqualTo(
            """
            {"path":"/pub/","entries":[
            {"name":"a\\"bü.iso","type":"file","length":7,"modified":"2026-01-02T03:04:05Z",\
            "url":"BASE/pub/a%22b%C3%BC.iso",\
            "torrent":"BASE/pub/a%22b%C3%BC.iso?torrent",\
            "magnet":"BASE/pub/a%22b%C3%BC.iso?magnet","infohash":"HASH"},
            {"name":"empty","type":"file","length":0,"modified":"2026-01-02T03:04:05Z",\
            "url":"BASE/pub/empty"},
            {"name":"sub dir","type":"folder","url":"BASE/pub/sub%20dir/"}],
            "next":null}
            """
                .replace("BASE", BASE)
                .replace("HASH", infoHash));
  }

  @Test
  void json_nextPage() throws IOException {
    site.file("/pub/a&b", "");
    site.file("/pub/c", "");
    String next = BASE + "/pub/?after=a%26b&limit=1&format=json";
    var answer = get("/pub/", "format=json&limit=1");
    assertThat(text(answer)).endsWith("\"next\":\"" + next + "\"}\n");
    assertThat(field(answer, "Link")).contains("<" + next + ">; rel=\"next\"");
    assertThat(text(get("/pub/", next.substring(next.indexOf('?') + 1))))
        .contains("\"name\":\"c\"")
        .doesNotContain("a&b")
        .endsWith("\"next\":null}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | html",
        "*/* | html",
        "application/json | json",
        "application/* | json",
        "application/json, */*;q=0.1 | json",
        "application/json;q=0.9, text/html | html",
        "text/html, application/json | html",
        "text/*;q=0.5, application/json;q=0.6 | json",
        "application/json;q=0 | html",
      })
  void page_formatByAccept(String accept, String format) {
    var answer = site.missing(FakeRequest.get("/").with("Accept", accept));
    assertThat(field(answer, "Content-Type").orElseThrow()).contains(format);
    assertThat(field(answer, "Vary")).contains("Accept");
  }

  @Test
  void page_formatByQuery() {
    var json = FakeRequest.get("/").with("Accept", "text/html").withQuery("format=json");
    assertThat(field(site.missing(json), "Content-Type")).contains("application/json");
    var html = FakeRequest.get("/").with("Accept", "application/json").withQuery("format=html");
    assertThat(field(site.missing(html), "Content-Type")).contains("text/html;charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0 | limit: a number from 1 to 1000",
        "limit=-1 | limit: a number from 1 to 1000",
        "limit=many | limit: a number from 1 to 1000",
        "limit=99999999999 | limit: a number from 1 to 1000",
        "format=xml | format: html or json",
        "after=%zz | after: a percent sign begins two hex digits",
        "after=% | after: a percent sign begins two hex digits",
      })
  void page_wrongQuery(String query, String reason) {
    var answer = get("/", query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer)).isEqualTo(reason + "\n");
  }

  @Test
  void ownPage_ratherThanOurs() throws IOException {
    site.file("/pub/index.html", "<p>own");
    for (String query : List.of("", "format", "limit=1")) {
      var answer = get("/pub/", query);
      assertThat(answer.kind()).isEqualTo(Answer.Kind.FILE);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().length()).isEqualTo(6);
      assertThat(field(answer, "Content-Type")).contains("text/html;charset=utf-8");
      assertThat(field(answer, "Content-Location")).contains(BASE + "/pub/index.html");
      assertThat(field(answer, "Vary")).isEmpty();
    }
    var part = site.missing(FakeRequest.get("/pub/").with("Range", "bytes=1-2"));
    assertThat(part.status()).isEqualTo(206);
    var none = site.missing(FakeRequest.get("/pub/").with("Range", "bytes=6-"));
    assertThat(none.status()).isEqualTo(416);
    assertThat(field(none, "Content-Location")).isEmpty();
  }

  /** A program that asks for the listing must not get a page for people. */
  @Test
  void ownPage_formatInTheQuery_meansTheListing() throws Exception {
    site.file("/pub/index.html", "<p>own");
    assertThat(text(get("/pub/", "format=json"))).contains("\"name\":\"index.html\"");
    assertThat(links(parse(get("/pub/", "format=html")))).containsExactly("../", "index.html");
  }

  /** Its readers would get a download in place of a page. */
  @Test
  void ownPage_neverItsTorrent() throws IOException {
    site.file("/index.html", "<p>own");
    site.hashed("/index.html");
    var answer = site.missing(FakeRequest.get("/").with("Accept-Encoding", "torrent"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.FILE);
  }

  @Test
  void ownPage_notForTheWorld_isNotShown() throws Exception {
    site.file("/pub/index.html", "secret");
    site.permit("/pub/index.html", "rw-r-----");
    assertThat(links(parse(get("/pub/")))).containsExactly("../");
  }

  @Test
  void whole_thousandsOfEntries() throws Exception {
    for (int i = 0; i < 2500; i++) {
      site.file("/many/%04d".formatted(i), "x");
    }
    var answer = get("/many/");
    assertThat(answer.body().hasLength()).isFalse();
    assertThat(links(parse(answer)))
        .hasSize(2501)
        .doesNotHaveDuplicates()
        .contains("0000", "0999", "1000", "2499");
    assertThat(field(answer, "Link")).isEmpty();
    var json = new String(text(get("/many/", "format=json")));
    assertThat(json.split("\"type\":\"file\"", -1)).hasSize(2501);
    assertThat(json).endsWith("\"next\":null}\n");
    assertThat(links(parse(get("/many/", "limit=1000")))).contains("?after=0999&limit=1000");
  }

  /** What was written until then must not be taken for the whole. */
  @Test
  void whole_folderClosedMidway_breaks() throws IOException {
    for (int i = 0; i < 1001; i++) {
      site.file("/many/%04d".formatted(i), "x");
    }
    var answer = get("/many/");
    var parts = answer.body().segments().iterator();
    assertThat(parts.next().length()).isPositive();
    site.permit("/many", "rwx------");
    assertThat(parts.hasNext()).isTrue();
    assertThatThrownBy(parts::next).isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/pub, '', ./pub/",
    "/pub/sub, a=b&c, ./sub/?a=b&c",
    "/pub/a b:c, '', ./a%20b:c/",
    "/http:, '', ./http:/"
  })
  void noFinalSlash(String path, String query, String location) throws IOException {
    site.folder(path);
    var answer = get(path, query);
    assertThat(answer.status()).isEqualTo(301);
    assertThat(field(answer, "Location")).contains(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example", "//evil.example/", "/\\evil.example", "///pub", "//pub"})
  void noFinalSlash_otherHost(String path) throws IOException {
    site.folder("/evil.example");
    site.folder("/pub");
    var answer = get(path);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(field(answer, "Location")).isEmpty();
  }

  @Test
  void index_off() throws IOException {
    site.close();
    try (var silent = new SmallSite(folder, NegotiationSettings.DEFAULT)) {
      silent.file("/pub/a.iso", "x");
      silent.file("/own/index.html", "<p>own");
      var answer = silent.missing(FakeRequest.get("/pub/"));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(text(answer)).isEqualTo("this folder may not be listed\n");
      assertThat(silent.missing(FakeRequest.get("/own/")).status()).isEqualTo(200);
    }
  }

  @Test
  void folder_worldMayEnterButNotList() throws IOException {
    site.file("/pub/a.iso", "x");
    site.permit("/pub", "rwxr-x--x");
    assertThat(get("/pub/").status()).isEqualTo(403);
  }
}
