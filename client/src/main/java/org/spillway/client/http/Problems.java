package org.spillway.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Describes exceptions of the JDK in words, which often only their class tells. */
public final class Problems {
  /** The message of the JDK, whose exception has the same class as that of a bad certificate. */
  private static final String HANDSHAKE_ENDED = "Remote host terminated the handshake";

  private Problems() {}

  public static String describe(IOException problem) {
    if (problem instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (problem instanceof UnknownHostException
        || problem.getCause() instanceof UnresolvedAddressException
        || hasUnresolved(problem)) {
      return "the host name cannot be resolved";
    }
    if (problem instanceof ConnectException || problem instanceof PortUnreachableException) {
      return "connection refused";
    }
    var certificate = CertificateProblems.describe(problem);
    if (certificate.isPresent()) {
      return certificate.get();
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
   * Returns whether the connection ended early, also within the TLS handshake, as it does at a load
   * balancer that has no servers.
   */
  public static boolean isBrokenOff(IOException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException
          || cause instanceof SocketException
          || cause instanceof ClosedChannelException
          || HANDSHAKE_ENDED.equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether an address was not resolved. The HTTP client wraps that exception twice. */
  private static boolean hasUnresolved(IOException problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }
}
