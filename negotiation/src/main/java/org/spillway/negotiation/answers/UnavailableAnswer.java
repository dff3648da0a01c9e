package org.spillway.negotiation.answers;

import java.time.Duration;
import org.spillway.negotiation.fields.HeaderFields;

/** Answers with 503 where a disk or a bucket does not answer: the client may try again later. */
public final class UnavailableAnswer {
  private UnavailableAnswer() {}

  /** Answers for a path of which nobody can tell what is there: neither 404 nor an empty folder. */
  public static Answer content() {
    return after(Duration.ofMinutes(1), "the content cannot be read at the moment");
  }

  /** Answers for a folder that was listed in part, or not at all. */
  public static Answer folder() {
    return after(Duration.ofSeconds(10), "this folder cannot be read at the moment");
  }

  /** Answers for a file that was another one each time it was opened. */
  public static Answer file() {
    return after(Duration.ofSeconds(1), "the file cannot be read at the moment");
  }

  private static Answer after(Duration delay, String reason) {
    var fields =
        new HeaderFields()
            .add("Retry-After", Long.toString(delay.toSeconds()))
            .add("Cache-Control", "no-store");
    return Answer.error(503, reason, fields);
  }
}
