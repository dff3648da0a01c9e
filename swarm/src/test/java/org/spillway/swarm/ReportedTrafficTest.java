package org.spillway.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

class ReportedTrafficTest {
  private final ReportedTraffic traffic = new ReportedTraffic();

  private static byte[] id(int number) {
    return ByteBuffer.allocate(20).putInt(number).array();
  }

  private static InfoHash swarm(int number) {
    return InfoHash.of(id(number));
  }

  private void announce(int swarm, int peer, AnnounceEvent event, long uploaded, long downloaded) {
    traffic.announced(
        new AnnounceRequest(
            swarm(swarm),
            PeerId.of(id(peer)),
            uploaded,
            downloaded,
            0,
            event,
            6881,
            0,
            AnnounceRequest.DEFAULT_NUM_WANT,
            List.of(),
            true));
  }

  private void assertTotal(long uploaded, long downloaded) {
    assertThat(traffic.total()).isEqualTo(new ReportedBytes(uploaded, downloaded));
  }

  @Test
  void announced_fromStartedToStopped_countsTheLastNumbers() {
    announce(1, 1, AnnounceEvent.STARTED, 0, 0);
    announce(1, 1, AnnounceEvent.NONE, 10, 400);
    announce(1, 1, AnnounceEvent.COMPLETED, 30, 1000);
    announce(1, 1, AnnounceEvent.NONE, 700, 1000);
    announce(1, 1, AnnounceEvent.STOPPED, 900, 1000);
    assertTotal(900, 1000);
  }

  @Test
  void announced_twice_countsOnce() {
    announce(1, 1, AnnounceEvent.STARTED, 5, 50);
    announce(1, 1, AnnounceEvent.STARTED, 5, 50);
    announce(1, 1, AnnounceEvent.STOPPED, 7, 70);
    announce(1, 1, AnnounceEvent.STOPPED, 7, 70);
    assertTotal(7, 70);
  }

  @Test
  void announced_startedAgain_countsFromZero() {
    announce(1, 1, AnnounceEvent.STARTED, 0, 0);
    announce(1, 1, AnnounceEvent.STOPPED, 100, 1000);
    announce(1, 1, AnnounceEvent.STARTED, 0, 10);
    announce(1, 1, AnnounceEvent.NONE, 20, 30);
    assertTotal(120, 1030);
  }

  @Test
  void announced_overtaken_isNoRestart() {
    announce(1, 1, AnnounceEvent.STARTED, 0, 0);
    announce(1, 1, AnnounceEvent.NONE, 100, 1000);
    announce(1, 1, AnnounceEvent.NONE, 90, 900);
    announce(1, 1, AnnounceEvent.NONE, 110, 1100);
    assertTotal(110, 1100);
  }

  @Test
  void announced_knownToAnEarlierTracker_countsWhatFollows() {
    announce(1, 1, AnnounceEvent.NONE, 5000, 50);
    announce(1, 1, AnnounceEvent.NONE, 6000, 50);
    assertTotal(1000, 0);
  }

  @Test
  void bySwarm_samePeerInTwo() {
    announce(1, 1, AnnounceEvent.STARTED, 1, 10);
    announce(2, 1, AnnounceEvent.STARTED, 2, 20);
    announce(2, 3, AnnounceEvent.STARTED, 3, 30);
    assertThat(traffic.bySwarm())
        .isEqualTo(Map.of(swarm(1), new ReportedBytes(1, 10), swarm(2), new ReportedBytes(5, 50)));
    assertTotal(6, 60);
  }

  @Test
  void announced_lies_areBounded() {
    announce(1, 0, AnnounceEvent.STARTED, Long.MAX_VALUE, 0);
    assertTotal(ReportedTraffic.MOST_GROWTH, 0);
    IntStream.range(1, 10_000)
        .forEach(peer -> announce(1, peer, AnnounceEvent.STARTED, 0, Long.MAX_VALUE));
    assertTotal(ReportedTraffic.MOST_GROWTH, Long.MAX_VALUE);
  }

  @Test
  void announced_moreSwarmsAndPeersThanAreKept() {
    int most = ReportedTraffic.PEERS;
    IntStream.rangeClosed(0, most).forEach(i -> announce(i, i, AnnounceEvent.STARTED, 0, 1));
    assertThat(traffic.bySwarm()).hasSize(ReportedTraffic.SWARMS);
    assertTotal(0, most + 1);
    announce(0, 0, AnnounceEvent.NONE, 0, 1000);
    assertThat(traffic.total().downloaded()).as("the first was forgotten").isEqualTo(most + 1);
    announce(most, most, AnnounceEvent.NONE, 0, 3);
    assertThat(traffic.total().downloaded()).as("the last was not").isEqualTo(most + 3);
  }
}
