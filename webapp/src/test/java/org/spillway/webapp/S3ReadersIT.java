package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.Program;
import org.spillway.webapp.config.NegotiationConfig;

/** Clients of S3 list and copy a bucket of 2,500 objects: aws, boto3, rclone and s3cmd. */
class S3ReadersIT {
  private static final Duration MOST = Duration.ofMinutes(4);
  private static final int MANY = 2_500;

  /** In the order of S3, which is not that of the folders. */
  private static final List<String> OTHERS =
      List.of("a b+c%20&ü.txt", "a-b.txt", "a/x.txt", "big.bin", "\uFB01.txt", "\uD83D\uDE00.txt");

  private static final byte[] BIG = TestSite.bytes(7, 20_000_000);

  @TempDir private static Path folder;

  private static ServedSite served;
  private static List<String> keys;

  @TempDir private Path target;

  @BeforeAll
  static void start() throws Exception {
    served = ServedSite.start(folder, Map.of(NegotiationConfig.S3_BUCKET, "everything"));
    Path bucket = Files.createDirectory(served.site().file("/bucket"));
    open(bucket);
    var many = IntStream.range(0, MANY).mapToObj("many/object-%04d.txt"::formatted).toList();
    keys =
        Stream.of(OTHERS.subList(0, 4), many, OTHERS.subList(4, 6)).flatMap(List::stream).toList();
    for (String key : keys) {
      Path file = bucket.resolve(key);
      if (!Files.exists(file.getParent())) {
        open(Files.createDirectory(file.getParent()));
      }
      served.site().offer("/bucket/" + key, key.equals("big.bin") ? BIG : key.getBytes(UTF_8));
    }
    Files.writeString(bucket.resolve(".hidden"), "x");
    Path closed = Files.writeString(bucket.resolve("closed"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-r-----"));
  }

  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
  }

  private String run(int exit, List<String> command) throws Exception {
    var environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "nobody",
            "AWS_SECRET_ACCESS_KEY", "knows",
            "AWS_DEFAULT_REGION", "us-east-1",
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_PAGER", "",
            "HOME", target.toString(),
            "LC_ALL", "C.UTF-8",
            "NO_PROXY", "127.0.0.1",
            "no_proxy", "127.0.0.1");
    return Program.run(exit, MOST, environment, command);
  }

  private String aws(int exit, String... arguments) throws Exception {
    return aws(exit, true, arguments);
  }

  private String aws(int exit, boolean signs, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("/usr/bin/aws", "--endpoint-url", served.base()));
    if (!signs) {
      command.add("--no-sign-request");
    }
    command.addAll(List.of(arguments));
    return run(exit, command);
  }

  /** All that was copied, and nothing else. */
  private static void assertCopied(Path copy) throws IOException {
    try (var files = Files.walk(copy)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> copy.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(keys);
    }
    assertThat(copy.resolve("big.bin")).hasBinaryContent(BIG);
    assertThat(copy.resolve("many/object-2499.txt")).hasContent("many/object-2499.txt");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aws_ls(boolean signs) throws Exception {
    var lines = aws(0, signs, "s3", "ls").lines().toList();
    assertThat(lines)
        .extracting(line -> line.substring(20))
        .containsExactly("everything", "bucket", "pub");
    lines = aws(0, signs, "s3", "ls", "s3://bucket/").lines().toList();
    assertThat(lines)
        .extracting(line -> line.substring(31))
        .containsExactly(
            "a/",
            "many/",
            "a b+c%20&ü.txt",
            "a-b.txt",
            "big.bin",
            "\uFB01.txt",
            "\uD83D\uDE00.txt");
    lines = aws(0, signs, "s3", "ls", "--recursive", "s3://bucket").lines().toList();
    assertThat(lines).extracting(line -> line.substring(31)).isEqualTo(keys);
    lines = aws(0, signs, "s3", "ls", "s3://everything/bucket/a").lines().toList();
    assertThat(lines).hasSize(3);
  }

  @Test
  void aws_sync() throws Exception {
    Path copy = Files.createDirectory(target.resolve("copy"));
    Files.writeString(copy.resolve("not there"), "to be deleted");
    String[] sync = {"--no-sign-request", "s3", "sync", "--delete", "s3://bucket", copy.toString()};
    aws(0, sync);
    assertCopied(copy);
    // A second time nothing is copied again.
    assertThat(aws(0, sync)).isBlank();
  }

  @Test
  void aws_cp() throws Exception {
    aws(0, "s3", "cp", "s3://bucket/big.bin", target.toString());
    assertThat(target.resolve("big.bin")).hasBinaryContent(BIG);
    assertThat(aws(1, "s3", "cp", "s3://bucket/none", target.toString())).contains("(404)");
    Path file = Files.writeString(target.resolve("file"), "x");
    assertThat(aws(1, "s3", "cp", file.toString(), "s3://bucket/file"))
        .contains("(NotImplemented)");
    assertThat(aws(1, "s3", "rm", "s3://bucket/big.bin")).contains("(NotImplemented)");
  }

  private JsonNode boto3(String signature) throws Exception {
    String script = Path.of("src/test/python/s3_reader.py").toString();
    var command =
        List.of("/usr/bin/python3", script, served.base(), signature, "bucket", "a b+c%20&ü.txt");
    return new ObjectMapper().readTree(run(0, command));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3v4", "s3", "unsigned"})
  void boto3_reads(String signature) throws Exception {
    // Its tag is another one until it is hashed.
    TestSite.torrent(served.url("/bucket/a b+c%20&ü.txt"));
    var read = boto3(signature);
    var all = Map.of("keys", keys, "prefixes", List.of());
    var top =
        Stream.concat(OTHERS.stream(), Stream.<String>empty())
            .filter(key -> !key.equals("a/x.txt"))
            .toList();
    var expected =
        Map.of(
            "head-bucket",
            200,
            "buckets",
            List.of("everything", "bucket", "pub"),
            "new",
            all,
            "old",
            all,
            "folders",
            Map.of("keys", top, "prefixes", List.of("a/", "many/")),
            "below",
            Map.of("keys", keys.subList(4, 4 + MANY), "prefixes", List.of()),
            "object",
            "a b+c%20&ü.txt",
            "same",
            true);
    for (var entry : expected.entrySet()) {
      assertThat(read.get(entry.getKey()))
          .as(entry.getKey())
          .isEqualTo(new ObjectMapper().valueToTree(entry.getValue()));
    }
    assertThat(read.get("location").isNull()).isTrue();
    var errors =
        Map.of(
            "missing key", "NoSuchKey NoSuchKey",
            "head of a missing key", "ClientError 404",
            "head of a folder", "ClientError 404",
            "missing bucket", "NoSuchBucket NoSuchBucket",
            "head of a missing bucket", "ClientError 404",
            "put", "ClientError NotImplemented",
            "delete", "ClientError NotImplemented",
            "acl", "ClientError NotImplemented",
            "upload", "ClientError NotImplemented");
    assertThat(read.get("errors")).isEqualTo(new ObjectMapper().valueToTree(errors));
  }

  private String rclone(boolean signs, String... arguments) throws Exception {
    String keys = signs ? ",access_key_id=nobody,secret_access_key=knows" : "";
    String remote = ":s3,provider=Other,endpoint='" + served.base() + "'" + keys + ":";
    // With bundles of certificates of its own, rclone's S3 does not begin.
    var command = new ArrayList<>(List.of("/usr/bin/env", "-u", "AWS_CA_BUNDLE"));
    command.addAll(List.of("/usr/bin/rclone", "--config=", "--retries=1"));
    for (String argument : arguments) {
      command.add(argument.startsWith("s3:") ? remote + argument.substring(3) : argument);
    }
    return run(0, command);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rclone_listsAndSyncs(boolean signs) throws Exception {
    assertThat(rclone(signs, "lsf", "s3:bucket").lines())
        .containsExactlyInAnyOrder(
            "a/",
            "many/",
            "a b+c%20&ü.txt",
            "a-b.txt",
            "big.bin",
            "\uFB01.txt",
            "\uD83D\uDE00.txt");
    if (signs) {
      // Without a key, it follows the redirect of a folder as a browser does: docs/s3.md says so.
      assertThat(rclone(true, "lsf", "s3:bucket/a").lines()).containsExactly("x.txt");
      assertThat(rclone(true, "cat", "s3:bucket/a/x.txt")).isEqualTo("a/x.txt");
    }
    Path copy = Files.createDirectory(target.resolve("copy"));
    Files.writeString(copy.resolve("not there"), "to be deleted");
    rclone(signs, "sync", "s3:bucket", copy.toString());
    assertCopied(copy);
    assertThat(rclone(signs, "sync", "-v", "s3:bucket", copy.toString())).doesNotContain("Copied");
  }

  private String s3cmd(int exit, String... arguments) throws Exception {
    String host = served.base().substring("http://".length());
    var command = new ArrayList<>(List.of("/usr/bin/s3cmd", "--no-ssl", "--no-progress"));
    command.addAll(List.of("--host=" + host, "--host-bucket=" + host));
    command.addAll(List.of("--access_key=nobody", "--secret_key=knows"));
    command.addAll(List.of(arguments));
    return run(exit, command);
  }

  @Test
  void s3cmd_listsAndSyncs() throws Exception {
    assertThat(s3cmd(0, "ls")).contains("s3://bucket", "s3://pub");
    assertThat(s3cmd(0, "ls", "-r", "s3://bucket").lines()).hasSize(keys.size());
    Path copy = Files.createDirectory(target.resolve("copy"));
    String output = s3cmd(0, "sync", "s3://bucket/", copy + "/");
    assertThat(output).doesNotContain("MD5");
    assertCopied(copy);
    assertThat(s3cmd(64, "get", "s3://bucket/none", target.toString())).contains("does not exist");
  }
}
