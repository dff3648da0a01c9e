package org.spillway.negotiation;

import java.util.Locale;
import org.spillway.negotiation.s3.S3Paths;

/**
 * How S3 clients call what is offered. Every folder at the root is a bucket: {@code /BUCKET/KEY},
 * or {@code /KEY} at the host {@code BUCKET.host}.
 *
 * @param host whose subdomains are buckets; empty for none
 * @param bucket a bucket that is the whole root; empty for none. At {@code host} it hides a folder
 *     of the same name; at any other, that folder's files come first
 */
public record S3Names(String host, String bucket) {
  public static final S3Names NONE = new S3Names("", "");

  public S3Names {
    host = host.toLowerCase(Locale.ROOT);
    if (host.startsWith(".") || host.endsWith(".") || host.matches(".*[/:\\[\\]\\s].*")) {
      throw new IllegalArgumentException("host must be a host without a port, was '" + host + "'");
    }
    if (bucket.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "bucket must be one name without a slash, was '" + bucket + "'");
    }
  }

  S3Paths paths() {
    return new S3Paths(host, bucket);
  }
}
