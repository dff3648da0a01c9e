package org.spillway.benchmarks.flashcrowd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs that the user asks for. Without arguments that is the whole proof, with {@code quick}
 * those of its runs that have 10 clients, with {@code curves} those that are drawn. Arguments such
 * as {@code n=10,20 clients=aria2} ask for every combination of their values instead.
 *
 * @param scenarios in their order
 * @param mebibytes length of the file
 * @param hasCurves whether all runs of the curves are among them
 */
record Plan(List<Scenario> scenarios, int mebibytes, boolean hasCurves) {
  static final List<Integer> COUNTS = List.of(1, 5, 10, 20, 40);

  private static final String QUICK = "quick";
  private static final String ONLY_CURVES = "curves";
  private static final int TEN = 10;
  private static final int SPREAD = 60;
  private static final double KILL = 1.3;
  private static final int MEBIBYTES = 64;

  /**
   * Reads the arguments.
   *
   * @param goals that the server knows
   * @throws IOException if an argument is none of {@link Arguments#USAGE}
   */
  static Plan parse(List<String> words, List<Goal> goals) throws IOException {
    List<String> others = new ArrayList<>(words);
    boolean quick = others.remove(QUICK);
    boolean onlyCurves = others.remove(ONLY_CURVES);
    var arguments = Arguments.parse(others);
    int mebibytes = arguments.size(MEBIBYTES);
    if (arguments.chooseScenarios()) {
      return new Plan(arguments.scenarios(goals), mebibytes, false);
    }
    var scenarios = quick ? quick(goals) : onlyCurves ? curves(goals) : whole(goals);
    return new Plan(scenarios, mebibytes, !quick);
  }

  private static List<Scenario> quick(List<Goal> goals) {
    return whole(goals).stream().filter(scenario -> scenario.clients() == TEN).toList();
  }

  private static List<Scenario> curves(List<Goal> goals) {
    return goals.stream()
        .flatMap(goal -> COUNTS.stream().map(n -> Scenario.of(n, Crowd.LIBTORRENT, goal)))
        .toList();
  }

  /** Returns the proof: the curves first, then the runs that differ from them in one point. */
  private static List<Scenario> whole(List<Goal> goals) {
    List<Scenario> scenarios = new ArrayList<>(curves(goals));
    scenarios.add(Scenario.of(TEN, Crowd.HTTP, Goal.DEFAULT));
    for (Goal goal : goals) {
      addOthers(goal, scenarios);
    }
    return List.copyOf(scenarios);
  }

  private static void addOthers(Goal goal, List<Scenario> scenarios) {
    for (Crowd crowd : List.of(Crowd.ARIA2, Crowd.TRANSMISSION, Crowd.GET, Crowd.MIX)) {
      scenarios.add(Scenario.of(TEN, crowd, goal));
    }
    var ten = Scenario.of(TEN, Crowd.LIBTORRENT, goal);
    scenarios.add(ten.leaving());
    scenarios.add(ten.spread(SPREAD));
    scenarios.add(ten.spread(SPREAD).leaving());
    scenarios.add(ten.killedAfter(KILL));
    scenarios.add(Scenario.of(2 * TEN, Crowd.LIBTORRENT, goal).killedAfter(KILL));
  }
}
