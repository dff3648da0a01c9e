package org.spillway.catalog.s3;

import org.spillway.catalog.source.SourceFile;

/** The answer to a HEAD for an object without credentials. */
sealed interface HeadResult {

  /** The world may read it. */
  record Found(SourceFile file) implements HeadResult {}

  enum NotFound implements HeadResult {
    ABSENT,

    /** The world may not read it, or not know whether it exists: S3 answers 403 to both. */
    DENIED,

    /** There was no answer, or it says nothing about the object. */
    UNKNOWN
  }
}
