package org.spillway.webapp.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The number of connections that wait to be accepted (listen(2)). */
final class ListenBacklog {
  /**
   * With a shorter queue, a burst on the day of a release is refused, and comes back a second later
   * at the earliest.
   */
  static final int WANTED = 1024;

  private static final Path LIMIT = Path.of("/proc/sys/net/core/somaxconn");

  private ListenBacklog() {}

  /** Returns what to tell the operator if the system allows less, or nothing. */
  static Optional<String> warning() {
    return warning(LIMIT);
  }

  /**
   * @param limit the file in which Linux tells its limit; other systems have none
   */
  static Optional<String> warning(Path limit) {
    try {
      int allowed = Integer.parseInt(Files.readString(limit).strip());
      return allowed >= WANTED ? Optional.empty() : Optional.of(warning(allowed));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String warning(int allowed) {
    return "only %d connections can wait to be accepted, so that a burst of clients waits for a second or more: raise net.core.somaxconn to %d (sysctl)"
        .formatted(allowed, WANTED);
  }
}
