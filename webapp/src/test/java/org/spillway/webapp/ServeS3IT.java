package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.torrent.PercentEncoding;
import org.spillway.webapp.command.Main;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Key;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** {@code spillway serve} on a bucket, with credentials from its environment. */
class ServeS3IT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final byte[] CONTENT = TestSite.bytes(1, 3_000_000);
  private static final Map<String, String> CREDENTIALS =
      Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "secret");

  @TempDir private Path folder;
  private S3Proxy proxy;

  @BeforeEach
  void fillBucket() throws Exception {
    proxy =
        S3Proxy.builder()
            .blobStore(new TransientNio2BlobStore())
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "local", "secret")
            .endpoint(URI.create("http://127.0.0.1:0"))
            .stopTimeout(0)
            .build();
    proxy.start();
    try (var client =
        S3Client.builder()
            .endpointOverride(endpoint())
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "secret")))
            .build()) {
      client.createBucket(r -> r.bucket("bucket"));
      put(client, "pub/d/a b+%.iso", ObjectCannedACL.PUBLIC_READ);
      put(client, "pub/secret", ObjectCannedACL.PRIVATE);
    }
  }

  private static void put(S3Client client, String key, ObjectCannedACL acl) {
    client.putObject(r -> r.bucket("bucket").key(key).acl(acl), RequestBody.fromBytes(CONTENT));
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  @AfterEach
  void stopProxy() throws Exception {
    proxy.stop();
  }

  private Program serve(String bucket) throws Exception {
    Map<Key<?>, String> keys =
        Map.of(
            CatalogConfig.CONTENT_ROOT, bucket, CatalogConfig.S3_ENDPOINT, endpoint().toString());
    List<String> arguments = new ArrayList<>(List.of(Main.class.getName(), "serve"));
    arguments.addAll(TestSite.withoutBig(folder).options(keys));
    return Program.java(CREDENTIALS, arguments.toArray(String[]::new));
  }

  @Test
  void serve_bucket() throws Exception {
    try (var serve = serve("s3://bucket/pub")) {
      String line = serve.awaitOutput(MOST, text -> text.contains("\"started\"")).strip();
      var ports =
          new ObjectMapper()
              .readTree(
                  line.lines().filter(text -> text.startsWith("{")).findFirst().orElseThrow());
      String base = "http://127.0.0.1:" + ports.get("http").asInt();
      String url = base + PercentEncoding.path("/d/a b+%.iso");
      assertThat(TestSite.torrent(url).info().length()).isEqualTo(CONTENT.length);
      assertThat(TestSite.get(url).body()).isEqualTo(CONTENT);
      var part = TestSite.get(url, "Range", "bytes=1048570-1048580");
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(CONTENT, 1048570, 1048581));
      assertThat(TestSite.get(base + "/secret").statusCode()).isEqualTo(403);
      assertThat(TestSite.get(base + "/none").statusCode()).isEqualTo(404);
      String page = new String(TestSite.get(base + "/d/").body(), UTF_8);
      assertThat(page).contains("a b+%.iso");
    }
  }

  @Test
  void serve_noSuchBucket() throws Exception {
    try (var serve = serve("s3://nobucket")) {
      assertThat(serve.awaitEnd(MOST)).isEqualTo(1);
      assertThat(serve.output())
          .contains("spillway: content.root: s3://nobucket: no such bucket at " + endpoint());
    }
  }
}
