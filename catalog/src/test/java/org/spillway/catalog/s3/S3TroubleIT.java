package org.spillway.catalog.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.catalog.Folder;
import org.spillway.catalog.source.Content;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.PathFilter;
import org.spillway.catalog.source.SourceFile;
import org.spillway.torrent.Sha256;

/** Services that do not answer, or not as they should. */
class S3TroubleIT {
  private static final byte[] CONTENT = Folder.bytes(1, 2 * S3Content.PIECE);

  @TempDir Path stateDir;
  private FakeS3 service;
  private S3Tree tree;

  @BeforeEach
  void open() throws IOException {
    service = new FakeS3();
    tree = S3Store.open(service.root(), stateDir, S3Bucket.PAGE);
    service.put("a", CONTENT);
  }

  @AfterEach
  void close() {
    tree.close();
    service.close();
  }

  private SourceFile find(String path) {
    return tree.find(path).orElseThrow();
  }

  private static byte[] readAll(Content content) throws IOException {
    var buffer = ByteBuffer.allocate((int) content.length());
    content.read(buffer, 0);
    return buffer.array();
  }

  private static FakeS3.Answer[] times(int count, FakeS3.Answer answer) {
    return Collections.nCopies(count, answer).toArray(FakeS3.Answer[]::new);
  }

  @Test
  void find_noLongerAnswers() throws IOException {
    var before = find("/a");
    try (var content = tree.open(before)) {
      var buffer = ByteBuffer.allocate(10);
      content.read(buffer, S3Content.PIECE);
      service.close();
      assertThat(find("/a")).isEqualTo(before);
      assertThat(tree.find("/b")).isEmpty();
      tree.walk(file -> true);
      content.verify();
      content.read(buffer.clear(), S3Content.PIECE);
      assertThatThrownBy(() -> content.read(buffer.clear(), 0))
          .isInstanceOf(S3UnreachableException.class)
          .hasMessageStartingWith("s3://bucket/a: ");
    }
  }

  /** Each look is a new one, however soon after the last. */
  @Test
  void find_nothingIsRemembered() {
    for (int i = 0; i < 2000; i++) {
      assertThat(find("/a").length()).isEqualTo(CONTENT.length);
    }
    assertThat(service.requests()).hasSize(2000);
  }

  @Test
  void find_inAnOutageNobodyAsksAgainAtOnce() throws IOException {
    openForOneOutage();
    var before = find("/a");
    service.misbehave("HEAD", "a", times(100, FakeS3.status(503)));
    assertThat(find("/a")).isEqualTo(before);
    int asked = service.requests().size();
    assertThat(find("/a")).isEqualTo(before);
    assertThat(tree.find("/b")).isEmpty();
    assertThat(service.requests()).hasSize(asked);
  }

  /** All three tries of the SDK would take much longer. */
  @Test
  @Timeout(30)
  void find_silence_isAnOutage() throws IOException {
    openForOneOutage();
    var before = find("/a");
    var end = new CountDownLatch(1);
    service.misbehave("HEAD", "a", times(100, request -> await(end)));
    assertThat(find("/a")).isEqualTo(before);
    int asked = service.requests().size();
    assertThat(tree.find("/b")).isEmpty();
    assertThat(service.requests()).hasSize(asked);
    end.countDown();
  }

  @Test
  void read_inAnOutageNobodyAsks() throws IOException {
    openForOneOutage();
    try (var content = tree.open(find("/a"))) {
      var buffer = ByteBuffer.allocate(10);
      content.read(buffer, S3Content.PIECE);
      service.misbehave("HEAD", "a", times(100, FakeS3.status(503)));
      assertThat(find("/a")).isEqualTo(find("/a"));
      int asked = service.requests().size();
      content.read(buffer.clear(), S3Content.PIECE);
      assertThatThrownBy(() -> content.read(buffer.clear(), 0))
          .isInstanceOf(S3UnreachableException.class)
          .hasMessage("s3://bucket/a: there is an outage");
      assertThat(service.requests()).hasSize(asked);
    }
  }

  /** One that does not find out whether an outage is over. */
  private void openForOneOutage() throws IOException {
    tree.close();
    var bucket = new S3Bucket(service.root(), PathFilter.ALL, clients(), S3Bucket.PAGE);
    var pieces = PieceCache.open(stateDir.resolve("pieces"), ContentRoot.Bucket.MIN_CACHE_SIZE);
    tree = new S3Tree(bucket, pieces, Duration.ofHours(1));
  }

  private S3Clients clients() throws IOException {
    return S3Clients.open(service.root(), S3Store.credentials());
  }

  @Test
  void find_answersAgain() {
    var before = find("/a");
    service.misbehave("HEAD", "a", times(4, FakeS3.status(503)));
    service.put("a", Folder.bytes(2, 10));
    List<SourceFile> found = new ArrayList<>();
    while (found.isEmpty() || found.get(found.size() - 1).equals(before)) {
      found.add(find("/a"));
      assertThat(found).hasSizeLessThan(10);
    }
    assertThat(found).startsWith(before);
    assertThat(find("/a").length()).isEqualTo(10);
  }

  @Test
  void find_oneObjectMakesNoOutage() {
    service.put("b", CONTENT);
    service.misbehave("HEAD", "b", times(100, FakeS3.status(500)));
    assertThat(tree.find("/b")).isEmpty();
    assertThat(tree.find("/a")).isPresent();
  }

  @Test
  void begin_joinsWhoAsksAlready() throws IOException {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    service.misbehave(
        "HEAD",
        "a",
        request -> {
          asked.countDown();
          await(go);
          FakeS3.status(403).to(request);
        });
    try (var bucket = new S3Bucket(service.root(), PathFilter.ALL, clients(), S3Bucket.PAGE)) {
      var outage = new EndpointOutage("the service", Duration.ZERO, System::nanoTime);
      var looks = new ObjectFinder(bucket, outage, Duration.ZERO, S3Threads.pool("test", 8));
      var first = looks.begin("/a");
      await(asked);
      var second = looks.begin("/a");
      go.countDown();
      assertThat(first.join()).isEqualTo(HeadResult.NotFound.DENIED).isEqualTo(second.join());
    }
    assertThat(service.requests()).containsExactly("HEAD a");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void walk_asksAboutSomeAtATime() throws IOException {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var sixteen = new CountDownLatch(16);
    for (int i = 0; i < 40; i++) {
      String key = "n%02d".formatted(i);
      service.put(key, CONTENT);
      service.misbehave(
          "HEAD",
          key,
          request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            sixteen.countDown();
            await(sixteen);
            now.decrementAndGet();
            FakeS3.status(403).to(request);
          });
    }
    List<String> paths = new ArrayList<>();
    tree.walk(file -> paths.add(file.path()));
    assertThat(paths).containsExactly("/a");
    assertThat(most).hasValue(16);
  }

  @Test
  void walk_cannotBeListedAnyMore() throws IOException {
    service.misbehave("GET", "", times(4, FakeS3.status(500)));
    tree.walk(file -> true);
    service.misbehave("GET", "", FakeS3.status(403));
    assertThatThrownBy(() -> tree.walk(file -> true))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("content.root: s3://bucket cannot be listed: ");
  }

  @Test
  void read_answerCutOff() throws IOException {
    service.misbehave("GET", "a", request -> FakeS3.part(request, CONTENT, 1000));
    try (var content = tree.open(find("/a"))) {
      assertThat(readAll(content)).isEqualTo(CONTENT);
    }
  }

  @Test
  void readToHash_answerCutOff() throws IOException {
    FakeS3.Answer cut = request -> FakeS3.part(request, CONTENT, 500_000);
    service.misbehave("GET", "a", cut, cut);
    try (var content = tree.openToHash(find("/a"))) {
      assertThat(readAll(content)).isEqualTo(CONTENT);
    }
    service.misbehave("GET", "a", times(100, request -> FakeS3.part(request, CONTENT, 0)));
    try (var content = tree.openToHash(find("/a"))) {
      assertThatThrownBy(() -> readAll(content)).isInstanceOf(IOException.class);
    }
  }

  /** Not every service knows If-Match. */
  @Test
  void read_anotherTag() throws IOException {
    FakeS3.Answer other =
        request -> FakeS3.part(request, Folder.bytes(2, CONTENT.length), CONTENT.length);
    service.misbehave("GET", "a", other, other);
    try (var content = tree.open(find("/a"));
        var stream = tree.openToHash(find("/a"))) {
      assertThatThrownBy(() -> readAll(content)).isInstanceOf(ContentChangedException.class);
      assertThatThrownBy(() -> readAll(stream)).isInstanceOf(ContentChangedException.class);
    }
  }

  @Test
  void read_rangeIgnored() throws IOException {
    var file = find("/a");
    FakeS3.Answer whole =
        request -> {
          String etag = S3Version.parse(file.version()).quotedEtag();
          request.getResponseHeaders().set("ETag", etag);
          request.sendResponseHeaders(200, CONTENT.length);
        };
    service.misbehave("GET", "a", times(8, whole));
    try (var content = tree.open(file);
        var stream = tree.openToHash(file)) {
      assertThatThrownBy(() -> readAll(content)).hasMessageContaining("asked for bytes 0-1048575/");
      assertThatThrownBy(() -> readAll(stream)).hasMessageContaining("asked for bytes 0-2097151/");
    }
  }

  @Test
  void read_credentialsDoNotSuffice() throws IOException {
    service.misbehave("GET", "a", FakeS3.status(403));
    try (var content = tree.open(find("/a"))) {
      assertThatThrownBy(() -> readAll(content))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageStartingWith("s3://bucket/a: ");
    }
  }

  /** Versions need a permission of their own. */
  @Test
  void readKept_versionMayNotBeRead() throws IOException {
    byte[] content = Folder.bytes(2, 10);
    service.put("a", content);
    FakeS3.Answer versioned =
        FakeS3.status(
            200,
            "ETag",
            "\"" + Sha256.digest(content) + "\"",
            "x-amz-version-id",
            "v1",
            "Content-Length",
            "10");
    service.misbehave("HEAD", "a", versioned, versioned);
    List<String> queries = new ArrayList<>();
    service.misbehave(
        "GET",
        "a",
        request -> {
          queries.add(request.getRequestURI().getQuery());
          FakeS3.status(403).to(request);
        });
    try (var kept = tree.openKept(find("/a"))) {
      assertThat(readAll(kept)).isEqualTo(content);
    }
    assertThat(queries).containsExactly("versionId=v1");
  }

  private void assertRefused(ContentRoot.Bucket root, String message) {
    assertThatThrownBy(() -> S3Store.open(root, stateDir))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void open_nobodyListens() {
    service.close();
    var root = service.root();
    assertRefused(root, "s3.endpoint: " + root.endpoint() + " cannot be asked: ");
  }

  @Test
  void open_noSuchHost() {
    var root = S3Store.at("bucket", "", URI.create("http://nowhere.invalid"));
    assertRefused(
        root, "s3.endpoint: http://nowhere.invalid cannot be asked: there is no host nowhere");
  }

  @Test
  void open_anotherRegion() {
    service.misbehave("GET", "", FakeS3.status(301, "x-amz-bucket-region", "eu-west-1"));
    assertRefused(service.root(), "s3.region: s3://bucket is in eu-west-1");
  }

  @Test
  void open_noS3() {
    service.misbehave(
        "GET",
        "",
        request -> {
          request.sendResponseHeaders(200, 0);
          request.getResponseBody().write("<!DOCTYPE html><p>Welcome".getBytes(UTF_8));
        });
    assertRefused(
        service.root(), "s3.endpoint: " + service.root().endpoint() + " cannot be asked: ");
  }

  @Test
  void close_whileItIsAsked() throws Exception {
    var asked = new CountDownLatch(1);
    service.misbehave(
        "HEAD",
        "a",
        request -> {
          asked.countDown();
          FakeS3.status(404).to(request);
        });
    var found = CompletableFuture.supplyAsync(() -> tree.find("/a"));
    await(asked);
    tree.close();
    assertThat(found.get(60, TimeUnit.SECONDS)).isEmpty();
    assertThat(tree.find("/b")).isEmpty();
  }
}
