package org.spillway.webapp.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects all mistakes of a configuration, so that they can be told at once. */
final class Mistakes {
  /** The most mistakes that are told: more than anybody corrects by hand. */
  private static final int MOST = 200;

  private record Mistake(Place place, String problem) {
    String line() {
      return place.prefix() + ": " + problem;
    }
  }

  private final List<Mistake> mistakes = new ArrayList<>();

  Mistakes() {}

  /** Copies the mistakes of another collection, so that more can be added. */
  Mistakes(Mistakes other) {
    mistakes.addAll(other.mistakes);
  }

  void add(Place place, String problem) {
    mistakes.add(new Mistake(place, problem));
  }

  /** Returns one line for each mistake, in the order in which they are written. */
  List<String> lines() {
    var lines =
        mistakes.stream()
            .sorted(Comparator.comparing(Mistake::place))
            .map(Mistake::line)
            .distinct()
            .toList();
    if (lines.size() <= MOST) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, MOST));
    first.add("... and " + (lines.size() - MOST) + " more mistakes");
    return first;
  }

  void throwIfAny() throws ConfigException {
    if (!mistakes.isEmpty()) {
      throw new ConfigException(lines());
    }
  }
}
