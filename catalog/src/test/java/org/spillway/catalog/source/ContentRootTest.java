package org.spillway.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRootTest {
  private static final ContentRoot.Bucket BUCKET = ContentRoot.Bucket.of("bucket", "");

  @ParameterizedTest
  @CsvSource({
    "s3://bucket, bucket, ''",
    "s3://bucket/, bucket, ''",
    "s3://bucket/pub/x y/, bucket, pub/x y",
    "s3://bucket//x, bucket, /x"
  })
  void of_bucket(String text, String name, String prefix) {
    assertThat(ContentRoot.of(text))
        .isEqualTo(
            new ContentRoot.Bucket(
                name, prefix, null, "", false, false, 10L << 30, Duration.ofSeconds(5)));
  }

  @Test
  void of_folder() {
    assertThat(ContentRoot.of("/srv/pub")).isEqualTo(new ContentRoot.Folder(Path.of("/srv/pub")));
    assertThat(ContentRoot.of("/srv/pub")).hasToString("/srv/pub");
  }

  @Test
  void toString_asItWouldBeWritten() {
    assertThat(BUCKET).hasToString("s3://bucket");
    assertThat(ContentRoot.of("s3://bucket/pub/")).hasToString("s3://bucket/pub");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3:///prefix", "s3://my bucket"})
  void of_noBucket(String text) {
    assertThatThrownBy(() -> ContentRoot.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be s3://BUCKET[/PREFIX], but the bucket is ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:9000", "ftp://host", "http:///", "http://host?x", "/x"})
  void construct_noEndpoint(String endpoint) {
    assertThatThrownBy(() -> BUCKET.at(URI.create(endpoint)))
        .hasMessage("endpoint must be http(s)://HOST[:PORT][/PATH], was " + endpoint);
  }

  @Test
  void construct_tooSmallACache() {
    assertThat(BUCKET.withCacheSize(16L << 20).cacheSize()).isEqualTo(16L << 20);
    assertThatThrownBy(() -> BUCKET.withCacheSize((16L << 20) - 1))
        .hasMessage("cacheSize must be 16 MiB or more, was 16777215");
  }
}
