package org.spillway.negotiation.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.SmallSite.field;
import static org.spillway.negotiation.SmallSite.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.S3Names;
import org.spillway.negotiation.SmallSite;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.FakeRequest;
import org.spillway.negotiation.fields.HeaderFields;

/** GetObjectTorrent. */
class S3AnswerTest {
  @TempDir private Path folder;
  private SmallSite site;

  @BeforeEach
  void open() throws IOException {
    var names = new S3Names("s3.example.org", "all");
    site = new SmallSite(folder, NegotiationSettings.DEFAULT.withIndex(true).withS3(names));
    site.file("/pub/a b+c%/ü.iso", "content");
    site.file("/pub/empty", "");
    site.file("/pub/closed", "secret");
    site.permit("/pub/closed", "rw-r-----");
    site.folder("/locked");
    site.permit("/locked", "rwxr-x---");
    site.hashed("/pub/a b+c%/ü.iso");
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static FakeRequest getTorrent(String path) {
    return FakeRequest.get(path).withQuery("torrent");
  }

  private static Map<String, String> error(Answer answer) throws Exception {
    assertThat(field(answer, "Content-Type")).contains("application/xml");
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    var xml = builder.parse(new ByteArrayInputStream(text(answer).getBytes(UTF_8)));
    assertThat(xml.getXmlEncoding()).isEqualTo("UTF-8");
    assertThat(xml.getDocumentElement().getTagName()).isEqualTo("Error");
    Map<String, String> elements = new LinkedHashMap<>();
    var children = xml.getDocumentElement().getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      elements.put(children.item(i).getNodeName(), children.item(i).getTextContent());
    }
    assertThat(field(answer, "x-amz-request-id")).hasValue(elements.remove("RequestId"));
    assertThat(field(answer, "x-amz-id-2")).hasValue(elements.remove("HostId"));
    return elements;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torrent",
        "torrent=",
        "torrent=&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=9&X-Amz-Signature=0",
        "X-Amz-Signature=0&torrent"
      })
  void get_torrent(String query) {
    var answer = site.answer(FakeRequest.get("/pub/a b+c%/ü.iso").withQuery(query));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.TORRENT);
    assertThat(field(answer, "x-amz-request-id").orElseThrow()).matches("[0-9A-F]{16}");
    assertThat(field(answer, "x-amz-id-2").orElseThrow()).matches("[0-9A-Za-z+/]{32}");
  }

  @Test
  void get_requestIds_differ() {
    var request = getTorrent("/pub/a b+c%/ü.iso");
    assertThat(field(site.answer(request), "x-amz-request-id"))
        .isNotEqualTo(field(site.answer(request), "x-amz-request-id"));
  }

  @Test
  void get_fileItself_hasNoRequestId() {
    var answer = site.answer(FakeRequest.get("/pub/a b+c%/ü.iso"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.FILE);
    assertThat(field(answer, "x-amz-request-id")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s3.example.org, /pub/a b+c%/ü.iso",
    "s3.example.org, /all/pub/a b+c%/ü.iso",
    "pub.s3.example.org, /a b+c%/ü.iso",
    "pub.S3.Example.ORG:8443, /a b+c%/ü.iso",
    "all.s3.example.org, /pub/a b+c%/ü.iso",
    "dl.example.org, /pub/a b+c%/ü.iso",
  })
  void get_names(String host, String path) {
    assertThat(site.answer(getTorrent(path).with("Host", host)).kind())
        .isEqualTo(Answer.Kind.TORRENT);
    // An S3 client that only wants the object is served as well.
    assertThat(site.answer(FakeRequest.get(path).with("Host", host)).kind())
        .isEqualTo(Answer.Kind.FILE);
  }

  @ParameterizedTest
  @CsvSource({
    "/pub/none & <co>, 404, NoSuchKey, there is no such file, none & <co>",
    "/all/pub/none, 404, NoSuchKey, there is no such file, pub/none",
    "/pub/a b+c%/, 404, NoSuchKey, there is no such file, a b+c%/",
    "/pub/empty, 404, NoSuchKey, an empty file has no torrent, empty",
    "/pub/closed, 403, AccessDenied, this path is not public, closed",
    "/all/pub/closed, 403, AccessDenied, this path is not public, pub/closed",
    "/locked/none, 403, AccessDenied, this path is not public, none",
    "/none/a.iso, 404, NoSuchBucket, The specified bucket does not exist, a.iso",
  })
  void get_error(String path, int status, String code, String message, String key)
      throws Exception {
    var answer = site.answer(getTorrent(path));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    String bucket = path.split("/", -1)[1];
    assertThat(error(answer))
        .isEqualTo(
            Map.of(
                "Code", code,
                "Message", message,
                "BucketName", bucket,
                "Key", key,
                "Resource", path));
  }

  @Test
  void get_noKey() throws Exception {
    assertThat(error(site.answer(getTorrent("/pub"))))
        .containsEntry("Code", "NoSuchKey")
        .containsEntry("BucketName", "pub")
        .doesNotContainKey("Key");
    assertThat(error(site.answer(getTorrent("/none")))).containsEntry("Code", "NoSuchBucket");
    assertThat(error(site.answer(getTorrent("/")))).containsEntry("Code", "NoSuchBucket");
  }

  @Test
  void get_errorAtABucketsHost() throws Exception {
    var none = getTorrent("/x/none").with("Host", "pub.s3.example.org");
    assertThat(error(site.answer(none)))
        .containsEntry("Code", "NoSuchKey")
        .containsEntry("BucketName", "pub")
        .containsEntry("Key", "x/none")
        .containsEntry("Resource", "/pub/x/none");
    var noBucket = getTorrent("/x").with("Host", "none.s3.example.org");
    assertThat(error(site.answer(noBucket))).containsEntry("Code", "NoSuchBucket");
  }

  @Test
  void get_controlCharacter() throws Exception {
    assertThat(error(site.answer(getTorrent("/pub/a\u0001\n\uFFFF"))))
        .containsEntry("Key", "a_\n_");
  }

  @Test
  void otherMethods() throws Exception {
    for (String path : new String[] {"/pub/a b+c%/ü.iso", "/pub/none", "/none/x"}) {
      var answer = site.answer(getTorrent(path).withMethod("PUT"));
      assertThat(answer.status()).isEqualTo(405);
      assertThat(field(answer, "Allow")).contains("GET, HEAD, OPTIONS");
      assertThat(error(answer)).containsEntry("Code", "MethodNotAllowed");
    }
  }

  @Test
  void get_preconditionFailed() throws Exception {
    var answer = site.answer(getTorrent("/pub/a b+c%/ü.iso").with("If-Match", "\"other\""));
    assertThat(answer.status()).isEqualTo(412);
    assertThat(error(answer)).containsEntry("Code", "PreconditionFailed");
  }

  @Test
  void get_notYet() throws Exception {
    var name = new S3Paths.Name("pub", "a.iso");
    var notYet = Answer.error(503, "try again", new HeaderFields().add("Retry-After", "5"));
    var answer = S3Answer.of(name, notYet);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(field(answer, "Retry-After")).contains("5");
    assertThat(error(answer))
        .containsEntry("Code", "ServiceUnavailable")
        .containsEntry("Message", "try again");
  }

  @Test
  void get_seed_isNoS3() {
    var answer = site.answer(getTorrent("/seed/pub/none"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(field(answer, "Content-Type")).contains("text/plain;charset=utf-8");
  }
}
