package org.spillway.swarm.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.UdpTrackerRequest;
import org.spillway.torrent.announce.UdpTrackerResponse;

class UdpTrackersTest {
  private static final InetSocketAddress TRACKER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 6969);
  private static final AnnounceRequest REQUEST =
      new AnnounceRequest(
          InfoHash.of(new byte[InfoHash.LENGTH]),
          PeerId.of(new byte[PeerId.LENGTH]),
          0,
          0,
          0,
          AnnounceEvent.NONE,
          6881,
          0,
          -1,
          List.of(),
          true);

  private final ManualLoop loop = new ManualLoop();
  private final List<Sent> sent = new ArrayList<>();
  private final UdpTrackers trackers =
      new UdpTrackers(AskTimes.DEFAULT, loop, new Random(5), this::send);
  private boolean answers;
  private boolean isUnreachable;

  /** A datagram, and when it was sent. */
  private record Sent(long second, UdpTrackerRequest request) {}

  private void send(InetSocketAddress to, ByteBuffer datagram, Consumer<IOException> failed) {
    if (isUnreachable) {
      failed.accept(new IOException("network is unreachable"));
      return;
    }
    var request = read(datagram);
    sent.add(new Sent(loop.elapsed().toSeconds(), request));
    if (answers) {
      loop.schedule(Duration.ofMillis(10), () -> answer(request));
    }
  }

  private static UdpTrackerRequest read(ByteBuffer datagram) {
    try {
      return UdpTrackerRequest.read(datagram);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(UdpTrackerRequest request) {
    int id = request.transactionId();
    receive(
        request instanceof UdpTrackerRequest.Connect
            ? new UdpTrackerResponse.Connected(id, 7)
            : new UdpTrackerResponse.Announced(id, Duration.ofMinutes(30), 0, 1, List.of()));
  }

  private void receive(UdpTrackerResponse response) {
    var out = ByteBuffer.allocate(response.encodedLength());
    response.writeTo(out);
    trackers.received(TRACKER, out.flip());
  }

  private CompletableFuture<AnnounceAnswer.Announced> announce() {
    return trackers.announce(TRACKER, REQUEST);
  }

  private List<Long> secondsOfConnects() {
    return sent.stream()
        .filter(datagram -> datagram.request instanceof UdpTrackerRequest.Connect)
        .map(Sent::second)
        .toList();
  }

  @Test
  void silence_isAskedAgainUntilTheLimit() {
    var answer = announce();
    loop.advance(Duration.ofSeconds(59));
    assertThat(answer).isNotCompleted();
    loop.advance(Duration.ofSeconds(1));
    assertThat(secondsOfConnects()).containsExactly(0L, 15L, 45L);
    assertThat(answer).isCompletedExceptionally();
    assertThat(loop.timers()).isZero();
  }

  @Test
  void connection_livesForAMinute() {
    answers = true;
    for (int i = 0; i < 5; i++) {
      var answer = announce();
      loop.advance(Duration.ofSeconds(25));
      assertThat(answer).isCompleted();
    }
    assertThat(secondsOfConnects()).containsExactly(0L, 75L);
  }

  @Test
  void connection_isNotKeptIfItFailed() {
    var first = announce();
    loop.advance(Duration.ofSeconds(61));
    assertThat(first).isCompletedExceptionally();
    answers = true;
    var second = announce();
    loop.advance(Duration.ofSeconds(1));
    assertThat(second).isCompleted();
  }

  @Test
  void received_strayDatagrams_areIgnored() {
    var answer = announce();
    trackers.received(TRACKER, ByteBuffer.allocate(0));
    trackers.received(TRACKER, ByteBuffer.allocate(7));
    trackers.received(TRACKER, ByteBuffer.allocate(1500));
    int id = sent.get(0).request.transactionId();
    var forged = ByteBuffer.allocate(16).putInt(0).putInt(id).putLong(7).flip();
    trackers.received(new InetSocketAddress(TRACKER.getAddress(), 6970), forged);
    assertThat(sent).hasSize(1);
    assertThat(answer).isNotCompleted();
  }

  @Test
  void received_answerThatIsCutOff_fails() {
    var answer = announce();
    int id = sent.get(0).request.transactionId();
    trackers.received(TRACKER, ByteBuffer.allocate(8).putInt(0).putInt(id).flip());
    assertThat(answer).isCompletedExceptionally();
    assertThat(loop.timers()).isZero();
  }

  @Test
  void send_unreachable_failsAtOnce() {
    isUnreachable = true;
    assertThat(announce()).isCompletedExceptionally();
    assertThat(loop.timers()).isZero();
  }

  @Test
  void announce_tooManyWaiting_fails() {
    for (int i = 0; i < UdpTrackers.MOST_WAITING; i++) {
      var other = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + i);
      assertThat(trackers.announce(other, REQUEST)).isNotCompleted();
    }
    assertThat(trackers.announce(new InetSocketAddress(TRACKER.getAddress(), 60_000), REQUEST))
        .isCompletedExceptionally();
    trackers.close();
    assertThat(loop.timers()).isZero();
  }
}
