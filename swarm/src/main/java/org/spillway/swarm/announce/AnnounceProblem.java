package org.spillway.swarm.announce;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Finds the reason in what a stage of a computation failed with. */
final class AnnounceProblem {
  private static final System.Logger log = System.getLogger(AnnounceProblem.class.getName());

  private AnnounceProblem() {}

  static IOException of(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof IOException problem
        ? problem
        : new IOException(String.valueOf(cause), cause);
  }

  /** Logs what was thrown while an answer was handled, which nobody else would see. */
  static @Nullable Void logBug(Throwable bug) {
    log.log(ERROR, "a bug in this program", bug);
    return null;
  }
}
