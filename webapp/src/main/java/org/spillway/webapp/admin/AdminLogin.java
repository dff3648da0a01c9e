package org.spillway.webapp.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the login of operators (Basic, RFC 7617). An address that fails too often has to wait.
 * Safe for use by many threads.
 */
final class AdminLogin {
  private static final String USER = "admin";
  private static final String SCHEME = "basic ";

  /** The wrong passwords of an address after which it is not listened to for a while. */
  static final int MOST_FAILURES = 10;

  private static final Duration LOCKED = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 10_000;

  /** The verdict about a request. */
  enum Verdict {
    ADMITTED,
    UNKNOWN,
    LOCKED
  }

  private final Optional<byte[]> expected;
  private final Cache<String, AtomicInteger> failures;

  private AdminLogin(Optional<byte[]> expected, LongSupplier nanoTime) {
    this.expected = expected;
    Ticker ticker = nanoTime::getAsLong;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterWrite(LOCKED)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Reads the password.
   *
   * @param file its first line is the password; null admits everybody
   * @param nanoTime as {@link System#nanoTime}
   * @throws IOException if the file cannot be read or its first line is empty
   */
  static AdminLogin of(@Nullable Path file, LongSupplier nanoTime) throws IOException {
    if (file == null) {
      return new AdminLogin(Optional.empty(), nanoTime);
    }
    String password = Files.readString(file).lines().findFirst().orElse("");
    if (password.isBlank()) {
      throw new IOException(file + ": the first line must be the password, was empty");
    }
    return new AdminLogin(Optional.of(hash(USER + ':' + password)), nanoTime);
  }

  /**
   * Checks a request.
   *
   * @param address the address of the client
   * @param authorization the field Authorization; null if there is none
   */
  Verdict check(String address, @Nullable String authorization) {
    if (expected.isEmpty()) {
      return Verdict.ADMITTED;
    }
    var failed = failures.getIfPresent(address);
    if (failed != null && failed.get() >= MOST_FAILURES) {
      return Verdict.LOCKED;
    }
    if (authorization == null) {
      // Browsers ask without a password first.
      return Verdict.UNKNOWN;
    }
    // Hashes have one length, so that the time of the comparison tells nothing.
    if (MessageDigest.isEqual(expected.get(), hash(credentials(authorization)))) {
      failures.invalidate(address);
      return Verdict.ADMITTED;
    }
    failures.get(address, unknown -> new AtomicInteger()).incrementAndGet();
    return Verdict.UNKNOWN;
  }

  private static String credentials(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return "";
    }
    try {
      return new String(
          Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip()), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
