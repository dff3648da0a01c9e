package org.spillway.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words what the JDK's exceptions say with their class only. */
final class Problems {
  private Problems() {}

  static String describe(IOException problem) {
    if (problem instanceof HttpTimeoutException || problem instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (problem instanceof UnknownHostException
        || problem.getCause() instanceof UnresolvedAddressException
        || hasUnresolved(problem)) {
      return "the host's name is not known";
    }
    if (problem instanceof ConnectException) {
      return "connection refused";
    }
    if (problem instanceof EOFException) {
      return "the connection was closed";
    }
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof NoSuchFileException) {
      return "no such folder";
    }
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  /** The HTTP client wraps it twice. */
  private static boolean hasUnresolved(IOException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }
}
