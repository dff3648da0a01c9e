package org.spillway.negotiation.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.negotiation.fields.FakeRequest;

class S3PathsTest {
  private static final S3Paths PATHS = new S3Paths("s3.example.org", "all");
  private static final S3Paths NONE = new S3Paths("", "");

  private static FakeRequest request(String host, String path) {
    return FakeRequest.get(path).with("Host", host);
  }

  @ParameterizedTest
  @CsvSource({
    "pub.s3.example.org, /pub/k",
    "PUB.S3.EXAMPLE.ORG:80, /pub/k",
    "pub.s3.example.org., /pub/k",
    "pub.s3.example.org.:80, /pub/k",
    "a.dotted.bucket.s3.example.org, /a.dotted.bucket/k",
    "all.s3.example.org, /k",
    "ALL.s3.example.org, /k",
    "s3.example.org, /k",
    ".s3.example.org, /k",
    "pubs3.example.org, /k",
    "pub.s3.example.org.evil.test, /k",
    "dl.example.org, /k",
    "192.0.2.1:8080, /k",
    "[2001:db8::1], /k",
    "[2001:db8::1]:8080, /k",
    "[::s3.example.org], /k",
    ":, /k",
    "'', /k",
  })
  void path_byHost(String host, String path) {
    assertThat(PATHS.path(request(host, "/k"))).isEqualTo(path);
  }

  @Test
  void path_none_ignoresHosts() {
    assertThat(NONE.path(request(".", "/k"))).isEqualTo("/k");
    assertThat(NONE.path(request("pub.", "/k"))).isEqualTo("/k");
  }

  @Test
  void withoutBucket() {
    assertThat(PATHS.withoutBucket("/all/a/b")).contains("/a/b");
    assertThat(PATHS.withoutBucket("/all/")).contains("/");
    assertThat(PATHS.withoutBucket("/all")).isEmpty();
    assertThat(PATHS.withoutBucket("/allover/a")).isEmpty();
    assertThat(PATHS.withoutBucket("/x/all/a")).isEmpty();
    assertThat(NONE.withoutBucket("//a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dl.example.org, /pub/a/b, pub, a/b, /pub/a/b",
    "dl.example.org, /pub/, pub, '', /pub/",
    "dl.example.org, /pub, pub, '', /pub/",
    "dl.example.org, /, '', '', /",
    "all.s3.example.org, /a/b, all, a/b, /all/a/b",
    "pub.s3.example.org, /, pub, '', /pub/",
  })
  void name(String host, String path, String bucket, String key, String resource) {
    var name = PATHS.name(request(host, path));
    assertThat(name).isEqualTo(new S3Paths.Name(bucket, key));
    assertThat(name.resource()).isEqualTo(resource);
  }
}
