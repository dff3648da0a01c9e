package org.spillway.negotiation.s3;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.spillway.negotiation.fields.RequestHead;

/**
 * Finds the path in the catalog that an S3 client means by its bucket and key, and the other way
 * round.
 *
 * @param host the host whose subdomains are buckets, in lower case; empty for none
 * @param bucket a bucket that is the whole root; empty for none
 */
public record S3Paths(String host, String bucket) {
  /**
   * @param bucket the bucket, or "" if there is none
   * @param key the key, without a leading slash
   */
  public record Name(String bucket, String key) {
    /** Returns the resource as errors of S3 name it. */
    String resource() {
      return bucket.isEmpty() ? "/" : "/" + bucket + "/" + key;
    }
  }

  /**
   * Returns the path in the catalog; it differs from that of the request if the host names a
   * bucket.
   */
  public String path(RequestHead request) {
    String asked = host.isEmpty() ? "" : bucketOf(request.host());
    return asked.isEmpty() || isRoot(asked) ? request.path() : "/" + asked + request.path();
  }

  /**
   * Returns the path without the bucket that is the whole root, for use if nothing is offered at
   * the path itself.
   */
  public Optional<String> withoutBucket(String path) {
    boolean within = !bucket.isEmpty() && path.startsWith("/" + bucket + "/");
    return within ? Optional.of(path.substring(bucket.length() + 1)) : Optional.empty();
  }

  /**
   * Returns the folder that is a bucket, with slashes around its name. A folder of that name comes
   * before the bucket that is the whole root, but not at that bucket's own host.
   */
  String folder(RequestHead request, String name, Predicate<String> exists) {
    boolean atHost = !host.isEmpty() && !bucketOf(request.host()).isEmpty();
    String own = "/" + name + "/";
    boolean isRoot = atHost ? isRoot(name) : name.equals(bucket) && !exists.test(own);
    return isRoot ? "/" : own;
  }

  public boolean isRoot(String name) {
    return !bucket.isEmpty() && name.equalsIgnoreCase(bucket);
  }

  /** Returns the bucket and the key that the request asks for. */
  public Name name(RequestHead request) {
    String path = request.path().replaceFirst("^/", "");
    String asked = host.isEmpty() ? "" : bucketOf(request.host());
    if (!asked.isEmpty()) {
      return new Name(asked, path);
    }
    int slash = path.indexOf('/');
    return slash < 0
        ? new Name(path, "")
        : new Name(path.substring(0, slash), path.substring(slash + 1));
  }

  /** Returns the bucket that stands before our host, in lower case; "" if it is another host. */
  private String bucketOf(String requestHost) {
    String name = withoutPort(requestHost.toLowerCase(Locale.ROOT));
    int end = name.length() - host.length() - 1;
    boolean below = end > 0 && name.endsWith(host) && name.charAt(end) == '.';
    return below ? name.substring(0, end) : "";
  }

  /** Removes the port. An IPv6 address needs no care, because no bucket is below one. */
  private static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    String name = colon > authority.indexOf(']') ? authority.substring(0, colon) : authority;
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
