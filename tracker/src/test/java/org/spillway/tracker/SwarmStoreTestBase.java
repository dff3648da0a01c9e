package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.tracker.Samples.OURS;
import static org.spillway.tracker.Samples.peer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.SwarmCounts;

/** A store and a clock, and announces to the store. */
abstract class SwarmStoreTestBase {
  static final Duration TIMEOUT = Duration.ofMinutes(45);

  final FakeClock clock = new FakeClock();
  SwarmStore store;

  abstract SwarmStore open(Duration timeout, TrackerLimits limits, FakeClock clock);

  @BeforeEach
  void open() {
    store = open(TIMEOUT, TrackerLimits.DEFAULT, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  void limit(TrackerLimits limits) {
    store.close();
    store = open(TIMEOUT, limits, clock);
  }

  SwarmCounts counts() {
    return store.scrape(OURS, AddressFamily.IPV4);
  }

  List<PeerAddress> leech(InfoHash infoHash, PeerAddress peer, int most) {
    return announce(infoHash, peer, false, AnnounceEvent.NONE, most);
  }

  List<PeerAddress> seed(InfoHash infoHash, PeerAddress peer, int most) {
    return announce(infoHash, peer, true, AnnounceEvent.NONE, most);
  }

  List<PeerAddress> announce(
      InfoHash infoHash, PeerAddress peer, boolean seeder, AnnounceEvent event, int most) {
    var family = AddressFamily.of(peer.address());
    var out = ByteBuffer.allocate(most * family.compactLength());
    var counts =
        store.announce(
            new Announcement(infoHash, infoHash.equals(OURS), peer, true, seeder, event), out);
    assertThat(counts.complete() + counts.incomplete()).isNotNegative();
    return family.read(out.flip());
  }

  static int number(PeerAddress peer) {
    return ByteBuffer.wrap(peer.address().getAddress()).getInt() & 0xffffff;
  }
}
