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
   * Fields that no other client sends. Not every field that begins with x-amz-: CloudFront and
   * Amazon's balancers add some of those to what browsers ask for.
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

  /** What presigned URLs (of signatures version 4 and 2) and newer SDKs have in the query. */
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

  /** Whether the client speaks S3. */
  public static boolean isFrom(RequestHead request) {
    return hasField(request)
        || (!isFromBrowser(request) && (hasAgent(request) || isSigned(request)));
  }

  /**
   * Whether the query asks a bucket what is in it or where it is, whichever client sent it: some
   * that do not sign have no other sign.
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

  /** Somebody may have opened a link to a presigned URL, and wants a page that can be read. */
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
