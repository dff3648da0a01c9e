package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole swarms on one clock: what the offers of pieces come to, for any client that trades. */
class CrowdSimulationTest {
  /** The blocks of 16 KiB a second that 50 Mbit/s carry; below, those of 10 Mbit/s. */
  private static final int SERVER_RATE = 380;

  private static final int CLIENT_RATE = 76;
  private static final long SEED = 20261129;

  private static Crowd crowd(UploadGoal goal, int... clientRates) {
    System.out.println("CrowdSimulationTest seed " + SEED);
    return new Crowd(new UploadSettings(goal, 1), SERVER_RATE, SEED, clientRates);
  }

  private static int[] likeClients(int count) {
    return IntStream.generate(() -> CLIENT_RATE).limit(count).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10, 20})
  void thrifty_everyPieceIsInTheSwarm_afterOneCopy(int count) {
    assertAllInSwarm(UploadGoal.THRIFTY, count, 1.05);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10, 20, 40})
  void fast_everyPieceIsInTheSwarm_afterOneCopy(int count) {
    assertAllInSwarm(UploadGoal.FAST, count, 1.05);
  }

  private static void assertAllInSwarm(UploadGoal goal, int count, double copiesSent) {
    var crowd = crowd(goal, likeClients(count));
    crowd.runUntil(() -> crowd.copiesSent() >= copiesSent || crowd.isDone());
    assertThat(crowd.piecesInSwarm()).isEqualTo(Crowd.PIECES);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10, 20})
  void thrifty_allFinish_withLittleMoreThanOneCopy(int count) {
    var crowd = crowd(UploadGoal.THRIFTY, likeClients(count));
    crowd.runUntil(crowd::isDone);
    assertThat(crowd.isDone()).isTrue();
    assertThat(crowd.copiesSent()).isBetween(1.0, 1.3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10, 20})
  void fast_allFinish_aboutAsFastAsAnybodyCan(int count) {
    var crowd = crowd(UploadGoal.FAST, likeClients(count));
    crowd.runUntil(crowd::isDone);
    double all = (double) count * Crowd.BLOCKS;
    double bound =
        Math.max((double) Crowd.BLOCKS / SERVER_RATE, all / (SERVER_RATE + count * CLIENT_RATE));
    assertThat(crowd.seconds()).isLessThan(1.5 * bound);
  }

  /** Seven take and never give. */
  @ParameterizedTest
  @EnumSource
  void freeRiders_finishAsWell(UploadGoal goal) {
    var crowd = crowd(goal, CLIENT_RATE, CLIENT_RATE, CLIENT_RATE, 0, 0, 0, 0, 0, 0, 0);
    crowd.runUntil(crowd::isDone);
    assertThat(crowd.isDone()).isTrue();
  }

  /** Nineteen hosts with many peers ask for everything and read nothing. */
  @ParameterizedTest
  @EnumSource
  void hoarders_newcomersWaitForNobody(UploadGoal goal) {
    var crowd = crowd(goal, CLIENT_RATE, CLIENT_RATE);
    crowd.addHoarders(19, 20);
    crowd.runUntil(() -> crowd.copiesSent() > 0.1);
    assertThat(crowd.seconds()).isLessThan(0.15 * Crowd.BLOCKS / SERVER_RATE);
    crowd.runUntil(crowd::isDone);
    assertThat(crowd.isDone()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void nobodyGives_allFinish(UploadGoal goal) {
    var crowd = crowd(goal, 0, 0, 0, 0, 0);
    crowd.runUntil(crowd::isDone);
    assertThat(crowd.isDone()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void serverStops_after1Point3Copies_allFinish(UploadGoal goal) {
    for (int count : new int[] {5, 10, 20, 40}) {
      var crowd = crowd(goal, likeClients(count));
      crowd.runUntil(() -> crowd.copiesSent() >= 1.3 || crowd.isDone());
      crowd.stopServer();
      crowd.runUntil(crowd::isDone);
      assertThat(crowd.isDone()).as("%d clients", count).isTrue();
    }
  }
}
