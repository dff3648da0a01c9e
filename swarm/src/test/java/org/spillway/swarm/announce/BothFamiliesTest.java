package org.spillway.swarm.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.spillway.net.IpAddresses;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceAnswer;

class BothFamiliesTest {
  private static final PeerAddress PEER4 = new PeerAddress(address("192.0.2.1"), 1);
  private static final PeerAddress PEER6 = new PeerAddress(address("2001:db8::1"), 1);

  private final ManualLoop loop = new ManualLoop();
  private final CompletableFuture<AnnounceAnswer.Announced> ipv4 = new CompletableFuture<>();
  private final CompletableFuture<AnnounceAnswer.Announced> ipv6 = new CompletableFuture<>();
  private final CompletableFuture<AnnounceAnswer.Announced> together =
      new BothFamilies(loop).first(List.of(ipv4, ipv6));

  private static InetAddress address(String text) {
    return IpAddresses.parse(text).orElseThrow();
  }

  private static AnnounceAnswer.Announced answer(int minutes, PeerAddress peer) {
    return new AnnounceAnswer.Announced(
        Duration.ofMinutes(minutes), Duration.ZERO, 1, 2, List.of(peer));
  }

  @Test
  void both_areMerged() {
    ipv6.complete(answer(20, PEER6));
    assertThat(together).isNotCompleted();
    ipv4.complete(answer(30, PEER4));
    assertThat(together)
        .isCompletedWithValue(
            new AnnounceAnswer.Announced(
                Duration.ofMinutes(30), Duration.ZERO, 1, 2, List.of(PEER6, PEER4)));
  }

  @Test
  void oneOnly_afterAMoment() {
    ipv4.complete(answer(30, PEER4));
    loop.advance(BothFamilies.GRACE);
    assertThat(together).isCompletedWithValue(answer(30, PEER4));
  }

  @Test
  void oneFails_theOtherCounts() {
    ipv6.completeExceptionally(new IOException("unreachable"));
    loop.advance(Duration.ofSeconds(10));
    assertThat(together).isNotCompleted();
    ipv4.complete(answer(30, PEER4));
    assertThat(together).isCompletedWithValue(answer(30, PEER4));
  }

  @Test
  void bothFail() {
    ipv6.completeExceptionally(new IOException("unreachable"));
    ipv4.completeExceptionally(new IOException("no answer in time"));
    assertThat(together).isCompletedExceptionally();
  }
}
