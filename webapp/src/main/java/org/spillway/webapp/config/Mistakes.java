package org.spillway.webapp.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a configuration, all of it, so that it can be told at once. */
final class Mistakes {
  /** More than anybody corrects by hand. */
  private static final int MOST = 200;

  private record Mistake(Place place, String problem) {
    String line() {
      return place.prefix() + ": " + problem;
    }
  }

  private final List<Mistake> mistakes = new ArrayList<>();

  Mistakes() {}

  /** Those that another found, to which more can be added. */
  Mistakes(Mistakes other) {
    mistakes.addAll(other.mistakes);
  }

  void add(Place place, String problem) {
    mistakes.add(new Mistake(place, problem));
  }

  /** One line for each mistake, in the order in which they are written. */
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
