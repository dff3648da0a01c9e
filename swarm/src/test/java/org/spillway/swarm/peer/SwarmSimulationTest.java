package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spillway.swarm.UploadGoal;

/** Whole swarms on one thread: the policies of the server and of the crowd together. */
class SwarmSimulationTest {
  private static final long SEED = 20261130;
  private static final int LENGTH = 2 * 1024 * 1024;

  /** The server can send as much as six of the crowd can. */
  private static final SimulatedSwarm.Rates RATES =
      new SimulatedSwarm.Rates(1_500_000, 250_000, 1_000_000);

  private static SimulatedSwarm swarm(long seed, int size, UploadGoal goal) {
    return new SimulatedSwarm(seed, LENGTH, size, 20, RATES, goal);
  }

  /** The least time in which anybody could distribute the file, in seconds. */
  private static double bound(int size) {
    double all = (double) size * LENGTH / (RATES.serverUp() + (double) size * RATES.up());
    return Math.max(all, (double) LENGTH / RATES.down());
  }

  private static void report(SimulatedSwarm swarm, int size) {
    System.out.printf(
        "seed %d: %d of %d peers, the last after %.1f s (%.2f of the bound), %.2f copies%n",
        SEED,
        swarm.finishedCount(),
        size,
        swarm.lastFinished(),
        swarm.lastFinished() / bound(size),
        swarm.copies());
  }

  @Test
  void swarm_ofTheSameSeed_isTheSame() {
    var first = swarm(SEED, 30, UploadGoal.FAST);
    var second = swarm(SEED, 30, UploadGoal.FAST);
    assertThat(first.run(300)).isTrue();
    assertThat(second.run(300)).isTrue();
    assertThat(second.lastFinished()).isEqualTo(first.lastFinished());
    assertThat(second.copies()).isEqualTo(first.copies());
  }

  @Test
  void swarm_of1000_carriesItself() {
    int size = 1000;
    var swarm = swarm(SEED, size, UploadGoal.THRIFTY);
    boolean finished = swarm.run(300);
    report(swarm, size);
    assertThat(finished).isTrue();
    assertThat(swarm.copies()).isLessThan(size / 20.0);
  }
}
