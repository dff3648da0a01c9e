package org.spillway.swarm.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spillway.swarm.announce.SimulatedTrackers.Announce;
import org.spillway.swarm.announce.SimulatedTrackers.Answers;
import org.spillway.swarm.announce.SimulatedTrackers.Refuses;
import org.spillway.swarm.announce.SimulatedTrackers.Silent;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;

class TorrentAnnouncementsTest {
  private static final int MANY = 10_000;
  private static final Duration INTERVAL = Duration.ofMinutes(30);

  private final ManualLoop loop = new ManualLoop();
  private final SimulatedTrackers trackers = new SimulatedTrackers(loop);
  private final List<InfoHash> met = new ArrayList<>();

  private TorrentAnnouncements announcements(String... urls) {
    return new TorrentAnnouncements(
        trackers,
        loop,
        List.of(urls),
        new SeedingPeer(PeerId.random(new Random(1)), 6881, 7),
        (infoHash, peers) -> met.add(infoHash),
        new Random(2));
  }

  private static InfoHash hash(int number) {
    return InfoHash.of(ByteBuffer.allocate(InfoHash.LENGTH).putInt(number).array());
  }

  private static void addMany(TorrentAnnouncements announcements) {
    for (int i = 0; i < MANY; i++) {
      announcements.add(hash(i));
    }
  }

  private void answer(String tracker) {
    trackers.set(tracker, SimulatedTrackers.answers(INTERVAL, Duration.ofMinutes(1)));
  }

  private static long countOf(List<Announce> announces, AnnounceEvent event) {
    return announces.stream().filter(announce -> announce.event() == event).count();
  }

  @Test
  void add_many_areSpread() {
    answer("a");
    addMany(announcements("a"));
    loop.advance(Duration.ofMinutes(1));
    assertThat(trackers.take()).as("25 a second").hasSizeBetween(1490, 1510);
    assertThat(trackers.mostAsking()).isLessThanOrEqualTo(TrackerQueue.MOST_ASKING);
    loop.advance(Duration.ofMinutes(6));
    trackers.take();
    loop.advance(Duration.ofMinutes(20));
    assertThat(trackers.take()).as("all have had their first turn").isEmpty();
  }

  @Test
  void add_many_againAtTheInterval() {
    answer("a");
    addMany(announcements("a"));
    loop.advance(INTERVAL.plusMinutes(8));
    var announces = trackers.take();
    assertThat(countOf(announces, AnnounceEvent.STARTED)).isEqualTo(MANY);
    assertThat(countOf(announces, AnnounceEvent.NONE)).isBetween(MANY * 1L, MANY * 11L / 10);
    Set<InfoHash> again = new HashSet<>();
    announces.stream()
        .filter(announce -> announce.event() == AnnounceEvent.NONE)
        .forEach(announce -> again.add(announce.infoHash()));
    assertThat(again).hasSize(MANY);
  }

  @Test
  void add_tooManyForThePace_allHaveTheirTurn() {
    answer("a");
    var announcements = announcements("a");
    for (int i = 0; i < 5 * MANY; i++) {
      announcements.add(hash(i));
    }
    loop.advance(TrackerQueue.ROUND.plusMinutes(2));
    assertThat(countOf(trackers.take(), AnnounceEvent.STARTED)).isEqualTo(5 * MANY);
  }

  @Test
  void add_slowTracker_fewAreAsking() {
    addMany(announcements("a"));
    loop.advance(Duration.ofSeconds(19));
    assertThat(trackers.take()).hasSize(TrackerQueue.MOST_ASKING);
  }

  @Test
  void deadTracker_isAskedByOneTorrentAtATime() {
    answer("b");
    addMany(announcements("a", "b"));
    loop.advance(Duration.ofHours(3));
    var dead = trackers.take().stream().filter(announce -> announce.tracker().equals("a")).toList();
    assertThat(dead).as("16 at first, then one by one").hasSizeBetween(20, 35);
    var late = dead.subList(TrackerQueue.MOST_ASKING + 8, dead.size());
    for (int i = 1; i < late.size(); i++) {
      assertThat(late.get(i).at().minus(late.get(i - 1).at()))
          .isGreaterThan(Duration.ofMinutes(10));
    }
  }

  @Test
  void deadTracker_comesBack() {
    addMany(announcements("a"));
    loop.advance(Duration.ofHours(1));
    trackers.take();
    answer("a");
    loop.advance(Duration.ofMinutes(40));
    assertThat(countOf(trackers.take(), AnnounceEvent.STARTED)).isGreaterThan(MANY / 2);
  }

  @Test
  void deadTracker_aTorrentIsNotToBlame() {
    var announcements = announcements("a");
    announcements.add(hash(1));
    announcements.add(hash(2));
    loop.advance(Duration.ofMinutes(5));
    assertThat(trackers.take()).extracting(Announce::infoHash).contains(hash(1), hash(2));
  }

  @Test
  void refusal_isOfOneTorrent() {
    trackers.set("a", new Refuses("unregistered torrent", Duration.ZERO));
    var announcements = announcements("a");
    announcements.add(hash(1));
    announcements.add(hash(2));
    loop.advance(Duration.ofSeconds(20));
    assertThat(trackers.take()).extracting(Announce::infoHash).containsExactly(hash(1), hash(2));
    loop.advance(Duration.ofHours(2));
    assertThat(trackers.take()).hasSizeBetween(10, 40);
  }

  @Test
  void remove_tellsTheTracker() {
    answer("a");
    var announcements = announcements("a");
    announcements.add(hash(1));
    loop.advance(Duration.ofSeconds(1));
    announcements.remove(hash(1));
    announcements.remove(hash(2));
    loop.advance(Duration.ofHours(2));
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED", "1 s a STOPPED");
    assertThat(loop.timers()).isZero();
  }

  @Test
  void remove_beforeItsTurn_isNeverAnnounced() {
    answer("a");
    var announcements = announcements("a");
    addMany(announcements);
    announcements.remove(hash(MANY - 1));
    loop.advance(Duration.ofMinutes(20));
    assertThat(trackers.take()).hasSize(MANY - 1);
  }

  @Test
  void remove_whileItIsAnnounced_stopsAfterwards() {
    answer("a");
    var announcements = announcements("a");
    announcements.add(hash(1));
    loop.run();
    announcements.remove(hash(1));
    loop.advance(Duration.ofHours(1));
    assertThat(trackers.takeLines()).containsExactly("0 s a STARTED", "0 s a STOPPED");
  }

  @Test
  void remove_andAddAgain_startsAgain() {
    answer("a");
    var announcements = announcements("a");
    announcements.add(hash(1));
    loop.advance(Duration.ofSeconds(1));
    announcements.remove(hash(1));
    loop.run();
    announcements.add(hash(1));
    loop.advance(Duration.ofSeconds(1));
    assertThat(trackers.takeLines())
        .containsExactly("0 s a STARTED", "1 s a STOPPED", "1 s a STARTED");
  }

  @Test
  void peers_ofSeedersOnly_areNotTold() {
    var peer = new PeerAddress(InetAddress.getLoopbackAddress(), 6881);
    var peers = Collections.nCopies(3, peer);
    trackers.set("a", new Answers(new AnnounceAnswer.Announced(INTERVAL, INTERVAL, 3, 0, peers)));
    trackers.set("b", new Answers(new AnnounceAnswer.Announced(INTERVAL, INTERVAL, 2, 1, peers)));
    announcements("a").add(hash(1));
    announcements("b").add(hash(2));
    loop.advance(Duration.ofSeconds(1));
    assertThat(met).containsExactly(hash(2));
  }

  @Test
  void webSocket_isLeftOut() {
    announcements("wss://a/announce").add(hash(1));
    loop.advance(Duration.ofHours(1));
    assertThat(trackers.take()).isEmpty();
  }

  @Test
  void stop_tellsWhatIsKnown() {
    answer("a");
    var announcements = announcements("a", "dead");
    addMany(announcements);
    loop.advance(Duration.ofSeconds(30));
    long known =
        countOf(
            trackers.take().stream().filter(announce -> announce.tracker().equals("a")).toList(),
            AnnounceEvent.STARTED);
    var told = announcements.stop();
    loop.advance(TorrentAnnouncements.FAREWELL);
    assertThat(told).isCompleted();
    assertThat(countOf(trackers.take(), AnnounceEvent.STOPPED)).isEqualTo(known);
    loop.advance(Duration.ofHours(1));
    assertThat(trackers.take()).isEmpty();
  }

  @Test
  void stop_nothingKnown_atOnce() {
    trackers.set("a", new Silent());
    var announcements = announcements("a");
    var told = announcements.stop();
    loop.run();
    assertThat(told).isCompleted();
  }
}
