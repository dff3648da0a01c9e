package org.spillway.swarm.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.swarm.download.DownloadFixture.PATIENCE;
import static org.spillway.swarm.download.DownloadFixture.PIECE;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Peers that do not send what they are asked for. */
class OverduePeersTest {
  private static final Duration TICK = Duration.ofMillis(500);

  private final DownloadFixture fixture = new DownloadFixture(PIECE);

  private static boolean isOverdue(PeerBlocks peer) {
    return peer.isOverdue(PATIENCE.toNanos());
  }

  @Test
  void isOverdue_onlyAfterTheWholePatience() {
    var peer = fixture.seed();
    fixture.pass(PATIENCE.multipliedBy(2));
    assertThat(isOverdue(peer)).as("was not asked").isFalse();
    var requests = peer.next();
    fixture.pass(PATIENCE);
    assertThat(isOverdue(peer)).isFalse();
    fixture.answer(peer, requests.get(0));
    fixture.pass(PATIENCE);
    assertThat(isOverdue(peer)).as("sent a block").isFalse();
    fixture.pass(Duration.ofNanos(1));
    assertThat(isOverdue(peer)).isTrue();
    assertThat(isOverdue(peer)).as("owes nothing any more").isFalse();
  }

  @Test
  void overduePeer_isAskedForLittleAfterAPause() {
    var peer = fixture.seed();
    peer.next();
    fixture.pass(PATIENCE.plusNanos(1));
    assertThat(isOverdue(peer)).isTrue();
    assertThat(peer.next()).isEmpty();
    fixture.pass(Duration.ofSeconds(2));
    var requests = peer.next();
    assertThat(requests).hasSize(2);
    fixture.answer(peer, requests);
    assertThat(peer.next()).as("answers again").hasSize(2);
  }

  @Test
  void overduePeer_othersAreAskedForItsBlocks() {
    var silent = fixture.seed();
    var requests = silent.next();
    fixture.pass(PATIENCE.plusNanos(1));
    isOverdue(silent);
    assertThat(fixture.seed().next()).isEqualTo(requests);
  }

  /** Three are as many as may be asked for the same block. */
  @Test
  void threeSilentPeers_doNotHoldUpTheEnd() {
    var silent = Stream.generate(fixture::seed).limit(3).toList();
    silent.forEach(PeerBlocks::next);
    var honest = fixture.seed();
    run(silent, honest, PATIENCE.plusSeconds(1));
    assertThat(fixture.isWritten()).isTrue();
  }

  /** A piece that was wrong is fetched from one peer alone. */
  @Test
  void silentPeer_doesNotHoldUpAPieceThatWasWrong() {
    var liar = fixture.seed();
    var honest = fixture.seed();
    var requests = honest.next();
    liar.next();
    fixture.answer(honest, requests.subList(0, 3));
    fixture.lie(liar, requests.get(3));
    honest.obsolete();
    liar.obsolete();
    assertThat(liar.next()).hasSize(4);
    run(List.of(liar), honest, PATIENCE.plusSeconds(1));
    assertThat(fixture.isWritten()).isTrue();
    assertThat(liar.isGuilty()).isTrue();
  }

  /** Looks after the peers as their connections do; the silent ones come first. */
  private void run(List<PeerBlocks> silent, PeerBlocks honest, Duration time) {
    for (Duration left = time; !left.isNegative(); left = left.minus(TICK)) {
      for (PeerBlocks peer : silent) {
        isOverdue(peer);
        peer.obsolete();
        peer.next();
      }
      fixture.serve(honest);
      fixture.pass(TICK);
    }
  }
}
