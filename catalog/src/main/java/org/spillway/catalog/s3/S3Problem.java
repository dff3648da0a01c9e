package org.spillway.catalog.s3;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.spillway.catalog.source.ContentChangedException;
import org.spillway.catalog.source.ContentRoot;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Turns the SDK's exceptions into our own, with messages for operators. */
final class S3Problem {
  private S3Problem() {}

  /** Returns the message in one line, without what the SDK adds. */
  static String of(SdkException e) {
    if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      var details = answer.awsErrorDetails();
      return "%d %s: %s"
          .formatted(answer.statusCode(), details.errorCode(), details.errorMessage());
    }
    if (e instanceof SdkServiceException answer) {
      return "HTTP status " + answer.statusCode();
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof UnknownHostException
        ? "there is no host " + cause.getMessage()
        : String.valueOf(cause.getMessage());
  }

  /**
   * Returns whether the exception says nothing about the requested object, and may be over soon.
   */
  static boolean isOutage(SdkException e) {
    return !(e instanceof SdkServiceException answer)
        || answer.statusCode() >= 500
        || answer.statusCode() == 429;
  }

  /** Returns the exception that ends the reading of an object. */
  static IOException reading(String place, String path, SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ContentChangedException changed) {
        return changed;
      }
    }
    int status = e instanceof SdkServiceException answer ? answer.statusCode() : 0;
    return switch (status) {
      case 404, 410, 412, 416 -> new ContentChangedException(path);
      case 401, 403 -> new AccessDeniedException(place, null, of(e));
      default ->
          isOutage(e)
              ? new S3UnreachableException(place + ": " + of(e), e)
              : new IOException(place + ": " + of(e), e);
    };
  }

  static IOException listing(ContentRoot.Bucket bucket, SdkException e) {
    String message = "content.root: " + bucket + " cannot be listed: " + of(e);
    return isOutage(e) ? new S3UnreachableException(message, e) : new IOException(message, e);
  }

  /**
   * Returns the exception that says why the bucket cannot be used at all; it names the key to look
   * at first.
   */
  static IOException opening(ContentRoot.Bucket bucket, SdkException e) {
    if (!(e instanceof SdkServiceException answer)) {
      String key = e instanceof SdkClientException ? "s3.endpoint: " : "content.root: ";
      return new IOException(key + endpoint(bucket) + " cannot be asked: " + of(e), e);
    }
    return switch (answer.statusCode()) {
      case 301, 307, 400 -> new IOException(elsewhere(bucket, answer), e);
      case 401, 403 ->
          new IOException(
              "content.root: " + bucket + " may not be listed " + who(bucket) + ": " + of(e), e);
      case 404 ->
          new IOException("content.root: " + bucket + ": no such bucket at " + endpoint(bucket), e);
      default -> listing(bucket, e);
    };
  }

  private static String who(ContentRoot.Bucket bucket) {
    return bucket.anonymous()
        ? "without credentials (s3.anonymous)"
        : "with these credentials, which need s3:ListBucket and s3:GetObject";
  }

  private static String elsewhere(ContentRoot.Bucket bucket, SdkServiceException e) {
    var region = regionOf(e);
    return region.isPresent()
        ? "s3.region: " + bucket + " is in " + region.get()
        : "content.root: " + bucket + " cannot be listed: " + of(e);
  }

  private static Optional<String> regionOf(SdkServiceException e) {
    return e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
        ? Optional.ofNullable(answer.awsErrorDetails().sdkHttpResponse())
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
        : Optional.empty();
  }

  static String endpoint(ContentRoot.Bucket bucket) {
    return bucket.endpoint() == null ? "Amazon S3" : bucket.endpoint().toString();
  }
}
