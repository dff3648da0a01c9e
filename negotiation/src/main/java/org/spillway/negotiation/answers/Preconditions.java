package org.spillway.negotiation.answers;

import java.time.Instant;
import java.util.Optional;
import org.spillway.negotiation.fields.EntityTags;
import org.spillway.negotiation.fields.HttpDate;
import org.spillway.negotiation.fields.RequestHead;

/** Evaluates the conditions of GET and HEAD requests (RFC 9110 §13), in the order of §13.2.2. */
public final class Preconditions {
  public enum Outcome {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  private Preconditions() {}

  public static Outcome evaluate(RequestHead request, Validators validators) {
    if (failed(request, validators)) {
      return Outcome.FAILED;
    }
    return notModified(request, validators) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
  }

  private static boolean failed(RequestHead request, Validators validators) {
    String ifMatch = request.field("If-Match");
    if (!ifMatch.isEmpty()) {
      return !EntityTags.matchStrongly(ifMatch, validators::isTag);
    }
    return modifiedSince(request.field("If-Unmodified-Since"), validators).orElse(false);
  }

  private static boolean notModified(RequestHead request, Validators validators) {
    String ifNoneMatch = request.field("If-None-Match");
    if (!ifNoneMatch.isEmpty()) {
      return EntityTags.matchWeakly(ifNoneMatch, validators.etag());
    }
    return !modifiedSince(request.field("If-Modified-Since"), validators).orElse(true);
  }

  /**
   * Returns whether the representation has changed since a date, or nothing if one of the two dates
   * is missing.
   */
  private static Optional<Boolean> modifiedSince(String date, Validators validators) {
    return HttpDate.parse(date)
        .flatMap(since -> validators.lastModified().map(modified -> modified.isAfter(since)));
  }

  /**
   * Returns whether a Range may be answered with parts: If-Range, if there is one, allows it (RFC
   * 9110 §13.1.5).
   */
  static boolean allowRange(RequestHead request, Validators validators) {
    return allowRange(request, validators, Instant.now());
  }

  /**
   * Compares a date as of {@code now}. It is weak as long as the file can change once more within
   * its second (§8.8.2.2).
   */
  static boolean allowRange(RequestHead request, Validators validators, Instant now) {
    String ifRange = request.field("If-Range");
    if (ifRange.isEmpty() || validators.isTag(ifRange)) {
      return true;
    }
    var date = HttpDate.parse(ifRange);
    return date.isPresent()
        && date.equals(validators.lastModified())
        && !now.isBefore(date.get().plusSeconds(1));
  }
}
