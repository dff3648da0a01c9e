package org.spillway.negotiation.s3;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.spillway.negotiation.fields.RequestHead;
import org.spillway.negotiation.folders.FolderQuery;

/**
 * Tells requests of S3's clients from those of browsers and others. It matters only where the two
 * get different answers: for errors, folders, and methods other than GET and HEAD. Never call it
 * for a file that is sent, for all its clients share one copy in caches.
 */
public final class S3Request {
  /**
   * Header fields that only S3 clients send. Not every field that begins with x-amz- is one:
   * CloudFront and Amazon's load balancers add some to the requests of browsers.
   */
  private static final List<String> FIELDS =
      List.of(
          "amz-sdk-invocation-id",
          "amz-sdk-request",
          "x-amz-content-sha256",
          "x-amz-date",
          "x-amz-user-agent",
          "x-amz-security-token",
          "x-amz-request-payer",
          "x-amz-expected-bucket-owner",
          "x-amz-checksum-mode");

  private static final Pattern AGENT =
      Pattern.compile(
          "\\b(aws-cli|aws-sdk-|aws-internal|boto|s3cmd|s3fs|s5cmd|minio|object_store/)");

  /** The query parameters of presigned URLs (signature versions 4 and 2) and of newer SDKs. */
  private static final Set<String> SIGNED =
      Set.of("X-Amz-Signature", "X-Amz-Algorithm", "AWSAccessKeyId", "x-id");

  private static final Set<String> LISTING =
      Set.of(
          "list-type",
          "prefix",
          "delimiter",
          "max-keys",
          "marker",
          "start-after",
          "continuation-token",
          "encoding-type",
          "location");

  private S3Request() {}

  /** Returns whether the client speaks S3. */
  public static boolean isFrom(RequestHead request) {
    return hasField(request)
        || (!isFromBrowser(request) && (hasAgent(request) || isSigned(request)));
  }

  /**
   * Returns whether the query asks for the content or the region of a bucket, whichever client sent
   * it: some S3 clients that do not sign show no other sign.
   */
  static boolean asksBucket(RequestHead request) {
    return !isFromBrowser(request) && !FolderQuery.namesFormat(request) && names(request, LISTING);
  }

  private static boolean hasField(RequestHead request) {
    String authorization = request.field("Authorization");
    return authorization.startsWith("AWS4-")
        || authorization.startsWith("AWS ")
        || FIELDS.stream().anyMatch(name -> !request.field(name).isEmpty());
  }

  /**
   * Returns whether the client is a browser: a person who opens a presigned URL wants a page that
   * can be read.
   */
  private static boolean isFromBrowser(RequestHead request) {
    return request.field("Accept").contains("text/html");
  }

  private static boolean hasAgent(RequestHead request) {
    return AGENT.matcher(request.field("User-Agent").toLowerCase(Locale.ROOT)).find();
  }

  private static boolean isSigned(RequestHead request) {
    return names(request, SIGNED);
  }

  private static boolean names(RequestHead request, Set<String> parameters) {
    return !request.query().isEmpty()
        && S3Query.names(request.query()).anyMatch(parameters::contains);
  }
}
