package org.spillway.benchmarks.flashcrowd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What arguments such as {@code n=10,20} choose: every combination of their values. */
final class Arguments {
  static final String USAGE =
      "quick, curves, or some of n=1,5,10,20,40 clients=libtorrent,aria2,transmission,get,mix,http"
          + " goal=fast,thrifty arrival=0,60 stay=stay,leave kill=0,1.3 slower=1,4 size=64";

  private static final List<String> KEYS =
      List.of("n", "clients", "goal", "arrival", "stay", "kill", "slower", "size");

  private final Map<String, List<String>> values;

  private Arguments(Map<String, List<String>> values) {
    this.values = values;
  }

  static Arguments parse(List<String> words) throws IOException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0 || !KEYS.contains(word.substring(0, equals))) {
        throw new IOException("'%s' is no argument; there are: %s".formatted(word, USAGE));
      }
      values.put(word.substring(0, equals), split(word.substring(equals + 1)));
    }
    return new Arguments(values);
  }

  private static List<String> split(String list) {
    return Arrays.asList(list.split(",", -1));
  }

  /** Returns whether the arguments say more than the length of the file. */
  boolean chooseScenarios() {
    return values.keySet().stream().anyMatch(key -> !key.equals("size"));
  }

  /** Returns the length of the file in MiB. */
  int size(int standard) throws IOException {
    return take("size", List.of(standard), Arguments::positive).get(0);
  }

  /**
   * Returns every combination.
   *
   * @param known the goals that the server knows; for others its default is taken
   */
  List<Scenario> scenarios(List<Goal> known) throws IOException {
    var scenarios =
        times(
            times(
                times(
                    plain(known), take("arrival", List.of(0), Integer::valueOf), Scenario::spread),
                take("stay", List.of(true), Arguments::stays),
                (scenario, stays) -> stays ? scenario : scenario.leaving()),
            take("kill", List.of(0.0), Double::valueOf),
            Scenario::killedAfter);
    return values.containsKey("slower")
        ? times(scenarios, take("slower", List.of(), Arguments::positive), Scenario::dividedBy)
        : scenarios;
  }

  private List<Scenario> plain(List<Goal> known) throws IOException {
    List<Scenario> scenarios = new ArrayList<>();
    var crowds = take("clients", List.of(Crowd.LIBTORRENT), text -> value(Crowd.class, text));
    var goals = goals(known);
    for (int clients : take("n", Plan.COUNTS, Arguments::positive)) {
      for (Crowd crowd : crowds) {
        goals.forEach(goal -> scenarios.add(Scenario.of(clients, crowd, goal)));
      }
    }
    return scenarios;
  }

  private List<Goal> goals(List<Goal> known) throws IOException {
    return take("goal", known, text -> value(Goal.class, text)).stream()
        .map(goal -> known.contains(goal) ? goal : Goal.DEFAULT)
        .distinct()
        .toList();
  }

  private static <T> List<Scenario> times(
      List<Scenario> scenarios, List<T> values, BiFunction<Scenario, T, Scenario> with) {
    return scenarios.stream()
        .flatMap(scenario -> values.stream().map(value -> with.apply(scenario, value)))
        .toList();
  }

  private <T> List<T> take(String key, List<T> standard, Function<String, T> parser)
      throws IOException {
    if (!values.containsKey(key)) {
      return standard;
    }
    var given = values.get(key);
    try {
      return given.stream().map(parser).toList();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s=%s is no argument; there are: %s".formatted(key, String.join(",", given), USAGE), e);
    }
  }

  private static <T extends Enum<T>> T value(Class<T> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  private static int positive(String text) {
    int value = Integer.parseInt(text);
    if (value < 1) {
      throw new IllegalArgumentException("must be 1 or more, was " + value);
    }
    return value;
  }

  private static boolean stays(String text) {
    if (!text.equals("stay") && !text.equals("leave")) {
      throw new IllegalArgumentException("must be stay or leave, was " + text);
    }
    return text.equals("stay");
  }
}
