package org.spillway.catalog.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.spillway.catalog.source.ContentRoot;
import org.spillway.catalog.source.PathFilter;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** A bucket in the making: every object readable by the world unless a test says otherwise. */
public final class S3Store implements AutoCloseable {
  static final String ACCESS_KEY = "local";
  static final String SECRET_KEY = "secret";

  private final URI endpoint;
  private final String bucket;
  private final S3Client client;

  S3Store(URI endpoint, String bucket) {
    this.endpoint = endpoint;
    this.bucket = bucket;
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
            .credentialsProvider(credentials())
            .build();
    client.createBucket(r -> r.bucket(bucket));
  }

  static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY));
  }

  /** Returns a root that remembers nothing, so that a test need not wait. */
  public ContentRoot.Bucket root(String prefix) {
    return at(bucket, prefix, endpoint);
  }

  static ContentRoot.Bucket at(String bucket, String prefix, URI endpoint) {
    return ContentRoot.Bucket.of(bucket, prefix).at(endpoint).withTrust(Duration.ZERO);
  }

  /** Opens the bucket with the credentials of its owner. */
  public static S3Tree open(ContentRoot.Bucket root, Path stateDir) throws IOException {
    return open(root, PathFilter.ALL, stateDir);
  }

  static S3Tree open(ContentRoot.Bucket root, PathFilter filter, Path stateDir) throws IOException {
    return S3Tree.open(root, filter, S3Clients.open(root, credentials()), stateDir);
  }

  /**
   * @param page keys listed by one request
   */
  static S3Tree open(ContentRoot.Bucket root, Path stateDir, int page) throws IOException {
    var bucket = new S3Bucket(root, PathFilter.ALL, S3Clients.open(root, credentials()), page);
    var pieces = PieceCache.open(stateDir.resolve("pieces"), root.cacheSize());
    return new S3Tree(bucket, pieces, Duration.ZERO);
  }

  /** Returns the version, if the bucket keeps any. */
  public String put(String key, byte[] content) {
    return put(key, content, ObjectCannedACL.PUBLIC_READ);
  }

  String putPrivate(String key, byte[] content) {
    return put(key, content, ObjectCannedACL.PRIVATE);
  }

  private String put(String key, byte[] content, ObjectCannedACL acl) {
    return String.valueOf(
        client
            .putObject(r -> r.bucket(bucket).key(key).acl(acl), RequestBody.fromBytes(content))
            .versionId());
  }

  public void allow(String key) {
    client.putObjectAcl(r -> r.bucket(bucket).key(key).acl(ObjectCannedACL.PUBLIC_READ));
  }

  public void deny(String key) {
    client.putObjectAcl(r -> r.bucket(bucket).key(key).acl(ObjectCannedACL.PRIVATE));
  }

  public void remove(String key) {
    client.deleteObject(r -> r.bucket(bucket).key(key));
  }

  void keepVersions() {
    client.putBucketVersioning(
        r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
  }

  void setPolicy(String policy) {
    client.putBucketPolicy(r -> r.bucket(bucket).policy(policy));
  }

  void removePolicy() {
    client.deleteBucketPolicy(r -> r.bucket(bucket));
  }

  String bucket() {
    return bucket;
  }

  @Override
  public void close() {
    client.close();
  }
}
