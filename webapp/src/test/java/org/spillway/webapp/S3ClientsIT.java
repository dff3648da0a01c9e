package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.http.JettyServer;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** GetObjectTorrent as Amazon's own clients send it. */
class S3ClientsIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String HOST = "s3.example.org";
  private static final String KEY = "deep/er/a b+c%20&ü?.txt";

  @TempDir private static Path folder;

  private static Server server;
  private static String endpoint;
  private static Metainfo expected;

  @BeforeAll
  static void start() throws Exception {
    var site = new TestSite(folder);
    Path deep = Files.createDirectories(site.file("/pub/deep/er"));
    Files.setPosixFilePermissions(deep, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(deep.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path object = Files.writeString(deep.resolve("a b+c%20&ü?.txt"), "an object");
    Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r--r--"));
    Path closed = Files.writeString(site.file("/pub/closed"), "secret");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-r-----"));
    var jetty = JettyServer.bind(HttpSettings.DEFAULT.withHost("127.0.0.1").withPort(0));
    endpoint = "http://127.0.0.1:" + jetty.port();
    var values =
        site.values()
            // A bucket's host is none of this machine's names, so the torrent would name another.
            .set(SiteConfig.PUBLIC_URL, endpoint)
            .set(NegotiationConfig.S3_HOST, HOST)
            .set(NegotiationConfig.S3_BUCKET, "everything");
    server = Server.start(Config.of(values), jetty);
    expected = TestSite.torrent(endpoint + "/pub/deep/er/a%20b+c%2520&%C3%BC%3F.txt");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Program aws(String bucket, String key, Path target, String... options)
      throws Exception {
    var environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "nobody",
            "AWS_SECRET_ACCESS_KEY", "knows",
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_PAGER", "",
            "NO_PROXY", "127.0.0.1");
    List<String> command = new ArrayList<>(List.of("/usr/bin/aws", "--endpoint-url", endpoint));
    command.addAll(List.of(options));
    command.addAll(List.of("s3api", "get-object-torrent", "--bucket", bucket, "--key", key));
    command.add(target.toString());
    return Program.start(environment, command);
  }

  @ParameterizedTest
  @CsvSource({"pub, ''", "everything, pub/"})
  void aws_signed(String bucket, String prefix, @TempDir Path target) throws Exception {
    Path torrent = target.resolve("signed.torrent");
    try (var aws = aws(bucket, prefix + KEY, torrent)) {
      assertThat(aws.awaitEnd(MOST)).as(aws.output()).isZero();
    }
    assertThat(Metainfo.parse(Files.readAllBytes(torrent))).isEqualTo(expected);
  }

  @Test
  void aws_anonymous(@TempDir Path target) throws Exception {
    Path torrent = target.resolve("anonymous.torrent");
    try (var aws = aws("pub", KEY, torrent, "--no-sign-request")) {
      assertThat(aws.awaitEnd(MOST)).as(aws.output()).isZero();
    }
    assertThat(Metainfo.parse(Files.readAllBytes(torrent))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"pub, none, NoSuchKey", "nobody, x, NoSuchBucket", "pub, closed, AccessDenied"})
  void aws_error(String bucket, String key, String code, @TempDir Path target) throws Exception {
    Path torrent = target.resolve("none.torrent");
    try (var aws = aws(bucket, key, torrent)) {
      // 254: a service's error, by the return codes that the command line documents.
      assertThat(aws.awaitEnd(MOST)).isEqualTo(254);
      assertThat(aws.output()).contains("(" + code + ") when calling the GetObjectTorrent");
    }
    assertThat(torrent).doesNotExist();
  }

  private static JsonNode boto3(
      String url, String style, String signature, String bucket, String key) throws Exception {
    Path script = Path.of("src/test/python/s3_torrent.py");
    var command =
        List.of("/usr/bin/python3", script.toString(), url, style, signature, bucket, key);
    String output = Program.run(MOST, command.toArray(String[]::new));
    return new ObjectMapper().readTree(output);
  }

  private static void assertTorrent(JsonNode answer) throws Exception {
    assertThat(answer.get("request-id").asText()).matches("[0-9A-F]{16}");
    byte[] torrent = Base64.getDecoder().decode(answer.get("torrent").asText());
    assertThat(Metainfo.parse(torrent)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3v4", "s3", "unsigned", "presigned-s3v4", "presigned-s3"})
  void boto3_pathStyle(String signature) throws Exception {
    assertTorrent(boto3(endpoint, "path", signature, "pub", KEY));
  }

  @ParameterizedTest
  @CsvSource({"s3v4, pub, ''", "unsigned, everything, pub/", "presigned-s3v4, pub, ''"})
  void boto3_virtualHostStyle(String signature, String bucket, String prefix) throws Exception {
    String url = "http://" + HOST + ":" + server.ports().http().orElseThrow();
    assertTorrent(boto3(url, "virtual", signature, bucket, prefix + KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "pub, none <&>/ü, NoSuchKey, NoSuchKey, 404",
    "nobody, x, NoSuchBucket, NoSuchBucket, 404",
    "pub, closed, ClientError, AccessDenied, 403",
  })
  void boto3_error(String bucket, String key, String type, String code, int status)
      throws Exception {
    var answer = boto3(endpoint, "path", "s3v4", bucket, key);
    assertThat(((ObjectNode) answer).remove("request-id").asText()).matches("[0-9A-F]{16}");
    var error = Map.of("type", type, "code", code, "key", key, "status", status);
    assertThat(answer).isEqualTo(new ObjectMapper().valueToTree(error));
  }

  private static byte[] javaSdk(AwsCredentialsProvider credentials, String bucket, String key) {
    try (var s3 =
        S3Client.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            .build()) {
      return s3.getObjectTorrent(
              request -> request.bucket(bucket).key(key), ResponseTransformer.toBytes())
          .asByteArray();
    }
  }

  private static AwsCredentialsProvider nobody() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "knows"));
  }

  @Test
  void javaSdk_signedAndAnonymous() throws Exception {
    assertThat(Metainfo.parse(javaSdk(nobody(), "pub", KEY))).isEqualTo(expected);
    var anonymous = AnonymousCredentialsProvider.create();
    assertThat(Metainfo.parse(javaSdk(anonymous, "everything", "pub/" + KEY))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "pub, none, NoSuchKey, 404",
    "nobody, x, NoSuchBucket, 404",
    "pub, closed, AccessDenied, 403"
  })
  void javaSdk_error(String bucket, String key, String code, int status) {
    assertThatThrownBy(() -> javaSdk(nobody(), bucket, key))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.requestId()).matches("[0-9A-F]{16}");
            });
  }
}
