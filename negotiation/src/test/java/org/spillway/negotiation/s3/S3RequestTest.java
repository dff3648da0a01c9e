package org.spillway.negotiation.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.negotiation.fields.FakeRequest;

class S3RequestTest {
  /** The field of Firefox 153; those of most browsers begin like it. */
  private static final String PAGES =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization | AWS4-HMAC-SHA256 Credential=nobody/20261130/us-east-1/s3/aws4_request",
        "Authorization | AWS nobody:signature",
        "x-amz-date | 20261130T000000Z",
        "x-amz-content-sha256 | UNSIGNED-PAYLOAD",
        "amz-sdk-invocation-id | 8ad6b9a0",
        "User-Agent | aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12",
        "User-Agent | Boto3/1.26.27 Python/3.11.2 Linux/6.1 Botocore/1.29.27",
        "User-Agent | aiobotocore/2.5.0 botocore/1.29.76",
        "User-Agent | aws-sdk-java/2.56.0",
        "User-Agent | Hadoop 3.3.4, aws-sdk-java/1.12.262",
        "User-Agent | MinIO (linux; amd64) minio-go/v7.0.91 mc/RELEASE.2025-04-16T18-13-26Z",
        "User-Agent | s3fs/1.90 (commit hash unknown; GnuTLS(gcrypt))",
      })
  void isFrom_fields(String name, String value) {
    assertThat(S3Request.isFrom(FakeRequest.get("/pub/x").with(name, value))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=9&X-Amz-Signature=0",
        "AWSAccessKeyId=nobody&Signature=x&Expires=1",
        "x-id=GetObject"
      })
  void isFrom_query(String query) {
    var request = FakeRequest.get("/pub/x").withQuery(query);
    assertThat(S3Request.isFrom(request)).isTrue();
    assertThat(S3Request.isFrom(request.with("Accept", "*/*"))).isTrue();
    // Somebody opened the link.
    assertThat(S3Request.isFrom(request.with("Accept", PAGES))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "User-Agent | Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
        "User-Agent | Mozilla/5.0 (compatible; Amazonbot/0.1)",
        "User-Agent | Amazon CloudFront",
        "User-Agent | ELB-HealthChecker/2.0",
        "User-Agent | curl/7.88.1",
        "User-Agent | rclone/v1.60.1",
        "User-Agent | Roboto/1",
        "Authorization | Basic bm9ib2R5Og==",
        // CloudFront and Amazon's balancers say so of what browsers ask for.
        "X-Amz-Cf-Id | 8ad6b9a0==",
        "X-Amzn-Trace-Id | Root=1-67891233-abcdef012345678912345678",
      })
  void isFrom_others(String name, String value) {
    assertThat(S3Request.isFrom(FakeRequest.get("/pub/").with(name, value))).isFalse();
  }

  @Test
  void asksBucket() {
    var list = FakeRequest.get("/pub/").withQuery("list-type=2&prefix=");
    assertThat(S3Request.asksBucket(list)).isTrue();
    assertThat(S3Request.asksBucket(FakeRequest.get("/pub/").withQuery("prefix=a"))).isTrue();
    assertThat(S3Request.asksBucket(FakeRequest.get("/pub/").withQuery("location"))).isTrue();
    assertThat(S3Request.asksBucket(list.with("Accept", PAGES))).isFalse();
    assertThat(S3Request.asksBucket(list.withQuery("format=json&prefix=a"))).isFalse();
    assertThat(S3Request.asksBucket(list.withQuery("utm_source=prefix"))).isFalse();
    assertThat(S3Request.asksBucket(FakeRequest.get("/pub/"))).isFalse();
  }
}
