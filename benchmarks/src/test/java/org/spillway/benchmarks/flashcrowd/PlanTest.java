package org.spillway.benchmarks.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final List<Goal> BOTH = List.of(Goal.FAST, Goal.THRIFTY);

  private static Plan parse(String... words) throws IOException {
    return Plan.parse(List.of(words), BOTH);
  }

  @Test
  void nothing_isTheWholeProof() throws IOException {
    var plan = parse();
    assertThat(plan.hasCurves()).isTrue();
    assertThat(plan.mebibytes()).isEqualTo(64);
    assertThat(plan.scenarios())
        .startsWith(Scenario.of(1, Crowd.LIBTORRENT, Goal.FAST))
        .contains(
            Scenario.of(40, Crowd.LIBTORRENT, Goal.THRIFTY),
            Scenario.of(10, Crowd.HTTP, Goal.DEFAULT),
            Scenario.of(10, Crowd.MIX, Goal.FAST),
            Scenario.of(10, Crowd.LIBTORRENT, Goal.FAST).spread(60).leaving(),
            Scenario.of(20, Crowd.LIBTORRENT, Goal.THRIFTY).killedAfter(1.3))
        .doesNotHaveDuplicates();
  }

  @Test
  void size_changesTheFileOnly() throws IOException {
    var plan = parse("size=8");
    assertThat(plan.mebibytes()).isEqualTo(8);
    assertThat(plan.scenarios()).isEqualTo(parse().scenarios());
  }

  @Test
  void quick_hasTenClients() throws IOException {
    var plan = parse("quick");
    assertThat(plan.hasCurves()).isFalse();
    assertThat(plan.scenarios()).isNotEmpty().allMatch(scenario -> scenario.clients() == 10);
  }

  @Test
  void curves_haveEveryNumberOfClients() throws IOException {
    var plan = parse("curves");
    assertThat(plan.hasCurves()).isTrue();
    assertThat(plan.scenarios())
        .hasSize(2 * Plan.COUNTS.size())
        .contains(Scenario.of(40, Crowd.LIBTORRENT, Goal.FAST))
        .isSubsetOf(parse().scenarios());
  }

  @Test
  void slower_dividesTheRatesWhateverTheNumberOfClients() throws IOException {
    var plan = parse("n=10", "clients=aria2", "goal=fast", "slower=4");
    assertThat(plan.scenarios())
        .containsExactly(Scenario.of(10, Crowd.ARIA2, Goal.FAST).dividedBy(4));
    assertThat(plan.scenarios().get(0).links().divisor()).isEqualTo(4);
    assertThat(Scenario.of(40, Crowd.ARIA2, Goal.FAST).links().divisor()).isEqualTo(4);
  }

  @Test
  void values_areCombined() throws IOException {
    var plan = parse("n=5,10", "clients=aria2", "goal=fast", "stay=stay,leave", "size=24");
    var five = Scenario.of(5, Crowd.ARIA2, Goal.FAST);
    var ten = Scenario.of(10, Crowd.ARIA2, Goal.FAST);
    assertThat(plan)
        .isEqualTo(new Plan(List.of(five, five.leaving(), ten, ten.leaving()), 24, false));
  }

  @Test
  void arrivalAndKill() throws IOException {
    assertThat(parse("n=20", "goal=thrifty", "arrival=60", "kill=1.3").scenarios())
        .containsExactly(
            Scenario.of(20, Crowd.LIBTORRENT, Goal.THRIFTY).spread(60).killedAfter(1.3));
  }

  @Test
  void goalThatTheServerDoesNotKnow_isItsDefault() throws IOException {
    var plan = Plan.parse(List.of("n=1", "goal=fast,thrifty"), List.of(Goal.DEFAULT));
    assertThat(plan.scenarios()).containsExactly(Scenario.of(1, Crowd.LIBTORRENT, Goal.DEFAULT));
  }

  @Test
  void unknownWord() {
    assertThatThrownBy(() -> parse("slow"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("'slow' is no argument; there are: quick, curves, or some of n=");
  }

  @Test
  void unknownValue() {
    for (String word : List.of("n=0", "n=ten", "clients=deluge", "stay=maybe", "size=")) {
      assertThatThrownBy(() -> parse(word))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(word + " is no argument; there are: ");
    }
  }
}
