package org.spillway.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words what the JDK's exceptions say with their class only. */
final class Problems {
  /** How the JDK's HTTP client says it; the exception has the class of a bad certificate's. */
  private static final String HANDSHAKE_ENDED = "Remote host terminated the handshake";

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
    if (problem instanceof ConnectException || problem instanceof PortUnreachableException) {
      return "connection refused";
    }
    if (isBrokenOff(problem) && !(problem instanceof SocketException)) {
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

  /**
   * Whether the connection ended before its time, also within the TLS handshake, as where a load
   * balancer has no servers behind it.
   */
  static boolean isBrokenOff(IOException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException
          || cause instanceof SocketException
          || HANDSHAKE_ENDED.equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
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
