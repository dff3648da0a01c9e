package org.spillway.negotiation.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.negotiation.SmallSite.field;
import static org.spillway.negotiation.SmallSite.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
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
import org.spillway.negotiation.S3Names;
import org.spillway.negotiation.SmallSite;
import org.spillway.negotiation.answers.Answer;
import org.spillway.negotiation.fields.FakeRequest;
import org.w3c.dom.Element;

/** What S3's clients ask for beside the objects. */
class S3OperationsTest {
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  @TempDir private Path folder;
  private SmallSite site;

  @BeforeEach
  void open() throws IOException {
    open(true);
    site.file("/pub/a b+c%/ü.iso", "content");
    site.file("/pub/b.txt", "b");
    site.file("/pub/closed", "secret");
    site.permit("/pub/closed", "rw-r-----");
    site.folder("/locked");
    site.permit("/locked", "rwxr-x---");
    site.folder("/blind");
    site.permit("/blind", "rwxr-x--x");
    site.file("/top.txt", "not in a bucket");
  }

  private void open(boolean index) throws IOException {
    var names = new S3Names("s3.example.org", "all");
    site = new SmallSite(folder, NegotiationSettings.DEFAULT.withIndex(index).withS3(names));
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** As boto3 asks without credentials. */
  private static FakeRequest s3(String path, String query) {
    return FakeRequest.get(path).withQuery(query).with("User-Agent", "Boto3/1.26.27");
  }

  private static Element xml(Answer answer) throws Exception {
    assertThat(field(answer, "Content-Type")).contains("application/xml");
    assertThat(field(answer, "Cache-Control")).contains("private, no-store");
    assertThat(field(answer, "x-amz-request-id").orElseThrow()).matches("[0-9A-F]{16}");
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder
        .parse(new ByteArrayInputStream(text(answer).getBytes(UTF_8)))
        .getDocumentElement();
  }

  private static List<String> all(Element xml, String name) {
    var found = xml.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }

  private Element list(String path, String query) throws Exception {
    var answer = site.answer(s3(path, query));
    assertThat(answer.status()).isEqualTo(200);
    var xml = xml(answer);
    assertThat(xml.getTagName()).isEqualTo("ListBucketResult");
    assertThat(xml.getAttribute("xmlns")).isEqualTo("http://s3.amazonaws.com/doc/2006-03-01/");
    return xml;
  }

  private void assertError(FakeRequest request, int status, String code) throws Exception {
    var answer = site.answer(request);
    assertThat(answer.status()).isEqualTo(status);
    var xml = xml(answer);
    assertThat(xml.getTagName()).isEqualTo("Error");
    assertThat(all(xml, "Code")).containsExactly(code);
  }

  @Test
  void listObjectsV2() throws Exception {
    site.hashed("/pub/b.txt");
    var xml = list("/pub", "list-type=2&fetch-owner=true");
    assertThat(all(xml, "Name")).containsExactly("pub");
    assertThat(all(xml, "Key")).containsExactly("a b+c%/ü.iso", "b.txt");
    assertThat(all(xml, "Size")).containsExactly("7", "1");
    assertThat(all(xml, "StorageClass")).containsExactly("STANDARD", "STANDARD");
    assertThat(all(xml, "DisplayName")).hasSize(2);
    assertThat(all(xml, "LastModified"))
        .allMatch(time -> time.matches("20..-..-..T..:..:..\\.000Z"));
    var file = site.answer(s3("/pub/b.txt", ""));
    assertThat(all(xml, "ETag").get(1)).isEqualTo(field(file, "ETag").orElseThrow()).contains("-1");
    assertThat(all(xml, "KeyCount")).containsExactly("2");
    assertThat(all(xml, "MaxKeys")).containsExactly("1000");
    assertThat(all(xml, "IsTruncated")).containsExactly("false");
    assertThat(all(xml, "NextContinuationToken")).isEmpty();
  }

  @Test
  void listObjectsV2_delimiterAndUrlEncoding() throws Exception {
    var xml = list("/pub/", "list-type=2&delimiter=%2F&encoding-type=url&prefix=");
    assertThat(all(xml, "Key")).containsExactly("b.txt");
    assertThat(all(xml, "Prefix")).containsExactly("", "a%20b%2Bc%25/");
    assertThat(all(xml, "Delimiter")).containsExactly("/");
    assertThat(all(xml, "EncodingType")).containsExactly("url");
  }

  @Test
  void listObjectsV2_pages() throws Exception {
    var first = list("/pub", "list-type=2&max-keys=1");
    assertThat(all(first, "Key")).containsExactly("a b+c%/ü.iso");
    assertThat(all(first, "IsTruncated")).containsExactly("true");
    String token = all(first, "NextContinuationToken").get(0);
    assertThat(token).matches("[A-Za-z0-9_-]+");
    var second = list("/pub", "list-type=2&max-keys=1&continuation-token=" + token);
    assertThat(all(second, "Key")).containsExactly("b.txt");
    assertThat(all(second, "IsTruncated")).containsExactly("false");
    assertThat(all(second, "ContinuationToken")).containsExactly(token);
    assertThat(all(list("/pub", "list-type=2&start-after=b.txt"), "Key")).isEmpty();
  }

  @Test
  void listObjects_old() throws Exception {
    var xml = list("/pub/", "max-keys=1");
    assertThat(all(xml, "Marker")).containsExactly("");
    assertThat(all(xml, "NextMarker")).containsExactly("a b+c%/ü.iso");
    assertThat(all(xml, "KeyCount")).isEmpty();
    assertThat(all(list("/pub/", "marker=a+b%2Bc%25/%C3%BC.iso"), "Key")).containsExactly("b.txt");
    assertThat(all(list("/pub/", ""), "Key")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-keys=-1",
        "max-keys=x",
        "encoding-type=base64",
        "list-type=2&continuation-token=",
        "list-type=2&continuation-token=%2B",
        "prefix=%zz"
      })
  void list_badParameter(String query) throws Exception {
    assertError(s3("/pub", query), 400, "InvalidArgument");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.example.org, /all, b.txt",
    "all.s3.example.org, /, b.txt",
    "pub.s3.example.org:8443, /, b.txt",
    "dl.example.org, /pub/, b.txt"
  })
  void list_namesOfBuckets(String host, String path, String end) throws Exception {
    var xml = xml(site.answer(s3(path, "list-type=2").with("Host", host)));
    assertThat(all(xml, "Key")).anyMatch(key -> key.endsWith(end));
  }

  @ParameterizedTest
  @CsvSource({
    "/none, 404, NoSuchBucket",
    "/none/x, 404, NoSuchBucket",
    "/locked, 403, AccessDenied",
    "/locked/x, 403, AccessDenied",
    "/pub/none, 404, NoSuchKey",
    "/pub/a b+c%, 404, NoSuchKey",
    "/pub/a b+c%/, 404, NoSuchKey",
    "/pub/closed, 403, AccessDenied",
    "/blind, 403, AccessDenied",
  })
  void get_error(String path, int status, String code) throws Exception {
    assertError(s3(path, ""), status, code);
    assertThat(site.answer(s3(path, "").withMethod("HEAD")).status())
        .isEqualTo(path.equals("/blind") ? 200 : status);
  }

  @Test
  void get_rangeAndCondition() throws Exception {
    assertError(s3("/pub/b.txt", "").with("Range", "bytes=5-9"), 416, "InvalidRange");
    assertError(s3("/pub/b.txt", "").with("If-Match", "\"x\""), 412, "PreconditionFailed");
  }

  @ParameterizedTest
  @CsvSource({"pub, 200", "all, 200", "none, 404", "locked, 403"})
  void headBucket(String bucket, int status) {
    var answer = site.answer(s3("/" + bucket, "").withMethod("HEAD"));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(field(answer, "Location")).isEmpty();
    assertThat(field(answer, "x-amz-bucket-region").isPresent()).isEqualTo(status == 200);
  }

  @Test
  void getBucketLocation() throws Exception {
    var xml = xml(site.answer(s3("/pub/", "location")));
    assertThat(xml.getTagName()).isEqualTo("LocationConstraint");
    assertThat(xml.getTextContent()).isEmpty();
  }

  @Test
  void listBuckets() throws Exception {
    var xml = xml(site.answer(s3("/", "")));
    assertThat(xml.getTagName()).isEqualTo("ListAllMyBucketsResult");
    assertThat(all(xml, "Name")).containsExactly("all", "blind", "pub");
    assertThat(all(xml, "CreationDate")).contains("1970-01-01T00:00:00.000Z");
    var one = xml(site.answer(s3("/", "max-buckets=2")));
    assertThat(all(one, "Name")).containsExactly("all", "blind");
    String token = all(one, "ContinuationToken").get(0);
    var next = xml(site.answer(s3("/", "max-buckets=2&continuation-token=" + token)));
    assertThat(all(next, "Name")).containsExactly("pub");
    assertThat(all(next, "ContinuationToken")).isEmpty();
    assertThat(all(xml(site.answer(s3("/", "prefix=p"))), "Name")).containsExactly("pub");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /pub/new, ''",
    "PUT, /pub/b.txt, ''",
    "DELETE, /pub/b.txt, ''",
    "POST, /pub/b.txt, uploads",
    "POST, /pub, delete=",
    "PUT, /new, ''",
    "DELETE, /pub, ''",
    "GET, /pub, acl",
    "GET, /pub, versioning",
    "GET, /pub, versions&prefix=",
    "GET, /pub, policy",
    "GET, /pub/b.txt, tagging",
    "HEAD, /pub/b.txt, acl",
    "GET, /pub/none, attributes",
    "GET, /none, cors"
  })
  void others_areNotImplemented(String method, String path, String query) throws Exception {
    assertError(s3(path, query).withMethod(method), 501, "NotImplemented");
  }

  /** Browsers and the like get what they always got. */
  @Test
  void get_otherClients() {
    for (String query : List.of("", "list-type=2", "prefix=b", "location", "X-Amz-Signature=0")) {
      for (String path : List.of("/", "/pub/", "/pub/a b+c%/")) {
        var page = FakeRequest.get(path).withQuery(query).with("Accept", BROWSER);
        var answer = site.answer(page);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(field(answer, "Content-Type")).contains("text/html;charset=utf-8");
      }
      var none = FakeRequest.get("/pub/none").withQuery(query).with("Accept", BROWSER);
      assertThat(text(site.answer(none))).isEqualTo("there is no such file\n");
    }
    assertThat(site.answer(FakeRequest.get("/pub")).status()).isEqualTo(301);
    assertThat(site.answer(FakeRequest.get("/pub/b.txt").withMethod("PUT")).status())
        .isEqualTo(405);
    var file = FakeRequest.get("/pub/b.txt").withQuery("acl");
    assertThat(site.answer(file).status()).isEqualTo(200);
  }

  /** All clients of a file share one copy in caches. */
  @Test
  void get_object_isTheFileAsEver() {
    site.hashed("/pub/b.txt");
    assertThat(site.answer(s3("/pub/b.txt", "")).fields())
        .isEqualTo(site.answer(FakeRequest.get("/pub/b.txt")).fields());
  }

  /** duckdb, curl and their like have no sign but the query. */
  @Test
  void list_unknownClient() throws Exception {
    var xml = xml(site.answer(FakeRequest.get("/pub/").withQuery("list-type=2&prefix=b")));
    assertThat(all(xml, "Key")).containsExactly("b.txt");
    // A folder in a bucket is no bucket.
    var page = site.answer(FakeRequest.get("/pub/a b+c%/").withQuery("list-type=2"));
    assertThat(field(page, "Content-Type").orElseThrow()).startsWith("text/html");
  }

  @Test
  void list_foldersDoNotShow() throws Exception {
    site.close();
    open(false);
    assertError(s3("/pub", "list-type=2"), 403, "AccessDenied");
    assertError(s3("/", ""), 403, "AccessDenied");
    assertThat(site.answer(s3("/pub", "").withMethod("HEAD")).status()).isEqualTo(200);
    assertError(s3("/pub/none", ""), 404, "NoSuchKey");
  }

  @Test
  void seed_isNoBucket() {
    var answer = site.answer(s3("/seed/pub/none", ""));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(field(answer, "Content-Type")).contains("text/plain;charset=utf-8");
  }

  @Test
  void list_belowThePathOfThePublicUrl() throws Exception {
    assertThat(all(list("/files/pub", "list-type=2"), "Key")).hasSize(2);
    for (String path : List.of("/files", "/files/")) {
      assertThat(xml(site.answer(s3(path, ""))).getTagName()).isEqualTo("ListAllMyBucketsResult");
    }
  }
}
