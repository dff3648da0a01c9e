package org.spillway.client.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Finds the I/O error behind the exceptions of the HTTP client. */
final class Causes {
  private Causes() {}

  static IOException unwrap(Throwable failure) {
    if (failure instanceof ExecutionException && failure.getCause() != null) {
      return unwrap(failure.getCause());
    }
    if (failure instanceof IOException problem) {
      return problem;
    }
    if (failure instanceof TimeoutException) {
      var late = new SocketTimeoutException(String.valueOf(failure.getMessage()));
      late.initCause(failure);
      return late;
    }
    return new IOException(String.valueOf(failure.getMessage()), failure);
  }
}
