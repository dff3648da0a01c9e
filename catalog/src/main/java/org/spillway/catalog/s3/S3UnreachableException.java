package org.spillway.catalog.s3;

import java.io.IOException;

/** Says that the endpoint gave no answer, or none that says anything about the requested object. */
final class S3UnreachableException extends IOException {
  private static final long serialVersionUID = 1;

  S3UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  S3UnreachableException(String message) {
    super(message);
  }
}
