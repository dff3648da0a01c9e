package org.spillway.client.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words why a server's certificate does not count. */
final class CertificateProblems {
  private CertificateProblems() {}

  /** Returns a clause, or empty if the problem is no certificate's. */
  static Optional<String> describe(Throwable problem) {
    boolean isTls = false;
    String message = "";
    int depth = 0;
    for (Throwable cause = problem; cause != null && depth < 20; cause = cause.getCause()) {
      depth++;
      isTls |= cause instanceof SSLException || cause instanceof CertificateException;
      message = String.valueOf(cause.getMessage());
      if (cause instanceof CertificateExpiredException) {
        return Optional.of("the server's certificate has expired (" + afterColon(message) + ")");
      }
      if (cause instanceof CertificateNotYetValidException) {
        return Optional.of(
            "the server's certificate is not valid yet (" + afterColon(message) + ")");
      }
      if (cause instanceof CertPathBuilderException) {
        return Optional.of("the server's certificate comes from nobody who is trusted here");
      }
      if (isTls
          && (message.startsWith("No subject alternative") || message.startsWith("No name"))) {
        return Optional.of("the server's certificate is for another name");
      }
    }
    return Optional.empty();
  }

  /** The JDK's messages are like {@code NotAfter: DATE}. */
  private static String afterColon(String message) {
    return message.replaceFirst("^NotAfter: ", "on ").replaceFirst("^NotBefore: ", "before ");
  }
}
