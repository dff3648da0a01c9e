package org.spillway.catalog.s3;

import java.io.IOException;
import java.time.Duration;
import org.spillway.catalog.source.ContentRoot;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The two clients of one service, which share connections.
 *
 * @param reader the client with the credentials, if there are any
 * @param world the client without credentials
 */
record S3Clients(S3Client reader, S3Client world, SdkHttpClient http) implements AutoCloseable {
  private static final int CONNECTIONS = 128;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** The longest time between two packets. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** The time limits of one attempt, and of all attempts together (the SDK makes three). */
  private static final Duration TRY = Duration.ofSeconds(20);

  private static final Duration ALL_TRIES = Duration.ofSeconds(45);

  /**
   * Opens both clients.
   *
   * @throws IOException if the SDK misses a setting; the message names the key
   */
  static S3Clients open(ContentRoot.Bucket bucket) throws IOException {
    return bucket.anonymous()
        ? open(bucket, AnonymousCredentialsProvider.create())
        : open(bucket, defaultCredentials(bucket));
  }

  private static AwsCredentialsProvider defaultCredentials(ContentRoot.Bucket bucket)
      throws IOException {
    var credentials = DefaultCredentialsProvider.builder().build();
    try {
      var unused = credentials.resolveCredentials();
      return credentials;
    } catch (SdkClientException e) {
      credentials.close();
      throw new IOException(
          "content.root: no credentials for "
              + bucket
              + " (AWS_ACCESS_KEY_ID, a profile, …), and s3.anonymous is not set",
          e);
    }
  }

  static S3Clients open(ContentRoot.Bucket bucket, AwsCredentialsProvider credentials)
      throws IOException {
    var http =
        Apache5HttpClient.builder()
            .maxConnections(CONNECTIONS)
            .connectionTimeout(CONNECT)
            .socketTimeout(SILENCE)
            .build();
    try {
      var reader = client(bucket, http, credentials);
      var world = client(bucket, http, AnonymousCredentialsProvider.create());
      return new S3Clients(reader, world, http);
    } catch (SdkClientException e) {
      http.close();
      throw new IOException("s3.region: " + S3Problem.of(e), e);
    }
  }

  private static S3Client client(
      ContentRoot.Bucket bucket, SdkHttpClient http, AwsCredentialsProvider credentials) {
    var builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .forcePathStyle(bucket.pathStyle())
            .disableS3ExpressSessionAuth(true)
            // Services other than Amazon's may not know these.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(c -> c.apiCallAttemptTimeout(TRY).apiCallTimeout(ALL_TRIES));
    if (bucket.endpoint() != null) {
      builder.endpointOverride(bucket.endpoint());
    }
    if (!bucket.region().isEmpty()) {
      builder.region(Region.of(bucket.region()));
    } else if (bucket.endpoint() != null) {
      builder.region(Region.US_EAST_1);
    }
    return builder.build();
  }

  @Override
  public void close() {
    reader.close();
    world.close();
    http.close();
  }
}
