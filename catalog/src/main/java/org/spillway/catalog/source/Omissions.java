package org.spillway.catalog.source;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what a walk through the content finds and does not offer, so that an operator learns why
 * files are missing. What the globs exclude, and hidden names, are not counted. For use by one
 * thread.
 */
public final class Omissions {
  /** A reason why something is not offered. */
  public enum Reason {
    UNREADABLE("%d that not everybody may read, such as %s (chmod o+r)"),
    CLOSED_FOLDER("%d that not everybody may enter, such as the folder %s (chmod o+x)"),
    LINK("%d that lead out of the folder, or to nothing that is offered, such as the link %s"),
    NO_FILE("%d that are neither files nor folders, such as %s");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private record Counted(long count, String example) {
    Counted another() {
      return new Counted(count + 1, example);
    }
  }

  private final Map<Reason, Counted> counted = new EnumMap<>(Reason.class);

  /**
   * Counts a file or folder.
   *
   * @param path its path in the content
   */
  public void add(Reason reason, String path) {
    counted.merge(reason, new Counted(1, path), (known, unused) -> known.another());
  }

  /** Returns one sentence with counts and an example for each reason, or nothing. */
  public Optional<String> sentence() {
    if (counted.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    counted.forEach((reason, some) -> parts.add(reason.text.formatted(some.count, some.example)));
    return Optional.of("these are not offered: " + String.join("; ", parts));
  }
}
