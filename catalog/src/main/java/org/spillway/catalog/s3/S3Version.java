package org.spillway.catalog.s3;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.source.SourceFile;

/**
 * The properties that tell one version of an object from another. Its text is the version of a
 * {@link SourceFile}, and all that has to be remembered of the object.
 *
 * @param length the length in bytes
 * @param etag the entity tag, without its quotes
 * @param id the id of the version, or "" in a bucket that keeps no versions
 */
record S3Version(long length, String etag, String id) {
  private static final Pattern ETAG = Pattern.compile("\"?([!#-~]+)\"?");
  private static final Pattern ID = Pattern.compile("[!#-~]*");

  /**
   * Returns the version of an object; nothing if a later read could not be bound to it, for example
   * because it has no strong tag.
   */
  static Optional<S3Version> of(@Nullable Long length, @Nullable String etag, @Nullable String id) {
    var tag = ETAG.matcher(etag == null ? "" : etag);
    String known = id == null ? "" : id;
    if (length == null) {
      return Optional.empty();
    }
    boolean usable = tag.matches() && ID.matcher(known).matches();
    return usable ? Optional.of(new S3Version(length, tag.group(1), known)) : Optional.empty();
  }

  /** Reads the text that {@link #text()} returns. */
  static S3Version parse(String text) {
    String[] parts = text.split(" ", -1);
    return new S3Version(Long.parseLong(parts[0], 16), parts[1], parts[2]);
  }

  /**
   * Returns the version as printable ASCII without quotes; the spaces in it cannot be part of a tag
   * (RFC 9110 §8.8.3).
   */
  String text() {
    return Long.toHexString(length) + ' ' + etag + ' ' + id;
  }

  /** Returns the tag as If-Match needs it. */
  String quotedEtag() {
    return '"' + etag + '"';
  }

  /** Returns whether an answer with this tag is of this version. */
  boolean hasEtag(@Nullable String other) {
    var tag = ETAG.matcher(other == null ? "" : other);
    return tag.matches() && tag.group(1).equals(etag);
  }
}
