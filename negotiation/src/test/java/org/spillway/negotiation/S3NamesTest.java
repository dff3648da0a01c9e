package org.spillway.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3NamesTest {
  private static final S3Names NAMES = new S3Names("S3.Example.org", "all");

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
    assertThat(NAMES.path(request(host, "/k"))).isEqualTo(path);
  }

  @Test
  void path_none_ignoresHosts() {
    assertThat(S3Names.NONE.path(request(".", "/k"))).isEqualTo("/k");
    assertThat(S3Names.NONE.path(request("pub.", "/k"))).isEqualTo("/k");
  }

  @Test
  void withoutBucket() {
    assertThat(NAMES.withoutBucket("/all/a/b")).contains("/a/b");
    assertThat(NAMES.withoutBucket("/all/")).contains("/");
    assertThat(NAMES.withoutBucket("/all")).isEmpty();
    assertThat(NAMES.withoutBucket("/allover/a")).isEmpty();
    assertThat(NAMES.withoutBucket("/x/all/a")).isEmpty();
    assertThat(S3Names.NONE.withoutBucket("//a")).isEmpty();
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
    var name = NAMES.name(request(host, path));
    assertThat(name).isEqualTo(new S3Names.Name(bucket, key));
    assertThat(name.resource()).isEqualTo(resource);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3.example.org:80", "http://s3", "[::1]", ".s3", "s3.", "a b"})
  void names_wrongHost(String host) {
    assertThatThrownBy(() -> new S3Names(host, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("s3.host: a host without a port, not \"" + host + '"');
  }

  @Test
  void names_wrongBucket() {
    assertThatThrownBy(() -> new S3Names("", "a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("s3.bucket: one name, not \"a/b\"");
  }
}
