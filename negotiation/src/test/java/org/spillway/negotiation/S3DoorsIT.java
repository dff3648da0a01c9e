package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S3's clients at both doors, as they sign. */
class S3DoorsIT {
  private static final String[] SIGNED = {
    "Authorization",
    "AWS4-HMAC-SHA256 Credential=nobody/20261130/us-east-1/s3/aws4_request, Signature=0",
    "X-Amz-Date",
    "20261130T000000Z"
  };

  private static String text(HttpResponse<byte[]> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/xml");
    return new String(response.body(), UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"HANDLER", "APPLICATION"})
  void operations(HttpFixture.Door door, @TempDir Path folder) throws IOException {
    try (var site =
        HttpFixture.open(door, folder, NegotiationSettings.DEFAULT.withIndex(true)).start()) {
      site.file("/pub/ü b.txt", "text");
      assertThat(text(site.get("/", SIGNED), 200)).contains("<Name>pub</Name>");
      assertThat(text(site.get("/pub?list-type=2", SIGNED), 200))
          .contains("<Key>ü b.txt</Key>", "<KeyCount>1</KeyCount>");
      assertThat(text(site.get("/pub/?list-type=2"), 200)).contains("<Key>ü b.txt</Key>");
      assertThat(text(site.send("HEAD", "/pub", SIGNED), 200)).isEmpty();
      assertThat(text(site.send("HEAD", "/none", SIGNED), 404)).isEmpty();
      assertThat(text(site.get("/pub/none", SIGNED), 404)).contains("<Code>NoSuchKey</Code>");
      for (String path : new String[] {"/pub/new", "/pub/%C3%BC%20b.txt", "/pub", "/"}) {
        for (String method : new String[] {"PUT", "DELETE", "POST"}) {
          assertThat(text(site.send(method, path, SIGNED), 501))
              .contains("<Code>NotImplemented</Code>");
        }
      }
      assertThat(site.get("/pub/%C3%BC%20b.txt", SIGNED).body()).asString(UTF_8).isEqualTo("text");
    }
  }

  /** A stranger's application may know S3 itself; only what the filter offers is answered. */
  @ParameterizedTest
  @EnumSource(names = {"FILTER", "BLOCKING_FILTER"})
  void strangersApplication(HttpFixture.Door door, @TempDir Path folder) throws IOException {
    try (var site = HttpFixture.open(door, folder, NegotiationSettings.DEFAULT).start()) {
      site.file("/pub/b.txt", "text");
      for (String path : new String[] {"/", "/pub?list-type=2", "/pub/none"}) {
        assertThat(new String(site.get(path, SIGNED).body(), UTF_8))
            .isEqualTo(HttpFixture.STRANGER);
      }
      assertThat(text(site.send("DELETE", "/pub/b.txt", SIGNED), 501))
          .contains("<Code>NotImplemented</Code>");
    }
  }
}
