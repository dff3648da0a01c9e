package org.spillway.webapp.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was meant. */
final class NearMiss {
  /** The most edits. Two letters that changed places count as two. */
  private static final int MOST_EDITS = 2;

  private static final int SHORTEST = 4;

  private NearMiss() {}

  /** Returns the nearest of the known names, or empty if none is near. */
  static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > 100) {
      return Optional.empty();
    }
    String letters = letters(name);
    int most = letters.length() < SHORTEST ? 0 : MOST_EDITS;
    return known.stream()
        .filter(candidate -> edits(letters, letters(candidate)) <= most)
        .min(Comparator.comparingInt(candidate -> edits(letters, letters(candidate))));
  }

  /** Returns the name without dots, dashes and underscores, which are confused most easily. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
  }

  /** Returns Levenshtein's distance. */
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
