package org.spillway.swarm.torrents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataTurnsTest {
  private final MetadataTurns turns = new MetadataTurns();
  private final long now = Long.MAX_VALUE - 1000;

  private List<MetadataTurns.Turn> all() {
    List<MetadataTurns.Turn> all = new ArrayList<>();
    for (int i = 0; i < MetadataTurns.MOST; i++) {
      all.add(turns.take(now).orElseThrow());
    }
    return all;
  }

  @Test
  void take_allTaken_oneEnds() {
    var all = all();
    assertThat(turns.take(now)).isEmpty();
    all.get(3).end();
    assertThat(turns.take(now)).isPresent();
    assertThat(turns.take(now)).isEmpty();
  }

  @Test
  void take_allTakenForLong_slowestLoses() {
    var all = all();
    all.forEach(turn -> turn.received(1000));
    for (int i = 0; i < all.size(); i++) {
      all.get(i).received(i == 5 ? 10 : 20);
    }
    assertThat(turns.take(now + MetadataTurns.LEAST - 1)).isEmpty();
    assertThat(turns.take(now + MetadataTurns.LEAST)).isPresent();
    assertThat(all).filteredOn(MetadataTurns.Turn::isLost).containsExactly(all.get(5));
  }
}
