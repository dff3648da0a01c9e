package org.spillway.catalog.s3;

import org.spillway.catalog.source.SourceFile;

/** The answer to a HEAD for an object without credentials. */
sealed interface S3Look {

  /** The world may read it. */
  record Found(SourceFile file) implements S3Look {}

  enum NotFound implements S3Look {
    ABSENT,

    /** The world may not read it, or not know whether it exists: S3 answers 403 to both. */
    DENIED,

    /** There was no answer, or none that says anything about the object. */
    UNKNOWN
  }
}
