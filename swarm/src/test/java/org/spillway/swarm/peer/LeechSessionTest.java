package org.spillway.swarm.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.peer.AllowedFast;
import org.spillway.torrent.peer.Choke;
import org.spillway.torrent.peer.Extended;
import org.spillway.torrent.peer.ExtendedHandshake;
import org.spillway.torrent.peer.Have;
import org.spillway.torrent.peer.HaveAll;
import org.spillway.torrent.peer.Interested;
import org.spillway.torrent.peer.PexMessage;
import org.spillway.torrent.peer.Piece;
import org.spillway.torrent.peer.RejectRequest;
import org.spillway.torrent.peer.Request;
import org.spillway.torrent.peer.Unchoke;

/** Peers of a torrent that is being downloaded. */
class LeechSessionTest {
  private static final int THEIR_PEX = 3;
  private static final Duration TICK = Duration.ofMillis(500);

  private final LeechFixture leech = new LeechFixture(false);

  private static Piece answer(LeechFixture leech, Request request) {
    return new Piece(request.piece(), request.begin(), leech.block(request));
  }

  private static List<Request> requests(EmbeddedPeer peer) throws Exception {
    return peer.messages().stream()
        .filter(Request.class::isInstance)
        .map(Request.class::cast)
        .toList();
  }

  @Test
  void seed_isAskedUntilEverythingIsThere() throws Exception {
    var peer = leech.connected();
    peer.send(new HaveAll());
    assertThat(peer.messages()).containsExactly(new Interested());
    peer.send(new Unchoke());
    for (var asked = requests(peer); !asked.isEmpty(); asked = requests(peer)) {
      for (Request request : asked) {
        peer.send(answer(leech, request));
      }
    }
    assertThat(leech.download().isComplete()).isTrue();
    peer.pass(TICK);
    assertThat(peer.isOpen()).as("two seeds part").isFalse();
  }

  @Test
  void request_ofAPieceThatIsMissing_isRejected() throws Exception {
    var peer = leech.connected();
    peer.send(new HaveAll(), new Unchoke());
    var asked = requests(peer);
    int first = asked.get(0).piece();
    peer.send(new Interested(), new Request(first, 0, 100));
    assertThat(peer.messages()).containsExactly(new Unchoke(), new RejectRequest(first, 0, 100));
    for (Request request : asked) {
      if (request.piece() == first) {
        peer.send(answer(leech, request));
      }
    }
    assertThat(peer.messages()).contains(new Have(first));
    var request = new Request(first, 0, 100);
    peer.send(request);
    assertThat(peer.messages()).contains(answer(leech, request));
  }

  @Test
  void requestQueue_thatThePeerNames_isKept() throws Exception {
    var peer = leech.connected();
    var greeting = new ExtendedHandshake(Map.of(), 0, "", 0, 3).toMessage();
    peer.send(greeting, new HaveAll(), new Unchoke());
    assertThat(requests(peer)).hasSize(3);
  }

  @Test
  void allowedFast_isAskedForWhileChoked() throws Exception {
    var peer = leech.connected();
    peer.send(new HaveAll(), new AllowedFast(2));
    assertThat(requests(peer)).isNotEmpty().allMatch(request -> request.piece() == 2);
  }

  @Test
  void allowedFast_ofAPieceThatDoesNotExist() throws Exception {
    var peer = leech.connected();
    peer.send(new AllowedFast(1000));
    assertThat(peer.isOpen()).isFalse();
    peer.checkException();
  }

  @Test
  void wrongBlock_endsTheConnection() throws Exception {
    var peer = leech.connected();
    peer.send(new HaveAll(), new Unchoke());
    for (Request request : requests(peer)) {
      if (peer.isOpen()) {
        peer.send(
            new Piece(request.piece(), request.begin(), ByteBuffer.allocate(request.length())));
      }
    }
    assertThat(peer.isOpen()).isFalse();
    assertThat(leech.context().counters().snapshot().misbehaved()).isEqualTo(1);
  }

  @Test
  void unaskedBlocks_doNotCount_andManyEndTheConnection() throws Exception {
    var peer = leech.connected();
    peer.send(new HaveAll(), new Unchoke());
    var asked = requests(peer);
    leech.pass(Duration.ofSeconds(10).toNanos());
    peer.send(answer(leech, asked.get(0)));
    double rate = leech.lastPolicy().rate();
    assertThat(rate).isPositive();
    for (int i = 0; i < PeerDownload.MOST_UNASKED; i++) {
      peer.send(answer(leech, asked.get(0)));
    }
    assertThat(leech.lastPolicy().rate()).isEqualTo(rate);
    assertThat(peer.isOpen()).isTrue();
    peer.send(answer(leech, asked.get(0)));
    assertThat(peer.isOpen()).isFalse();
    assertThat(leech.context().counters().snapshot().misbehaved()).isEqualTo(1);
  }

  @Test
  void silentPeer_othersAreAsked() throws Exception {
    var silent = leech.connected();
    silent.send(new HaveAll(), new Unchoke());
    var asked = requests(silent);
    leech.pass(TimeUnit.SECONDS.toNanos(21));
    silent.pass(TICK);
    assertThat(requests(silent)).as("not at once again").isEmpty();
    var other = leech.connected();
    other.send(new HaveAll(), new Unchoke());
    assertThat(requests(other)).containsAll(asked);
  }

  @Test
  void choke_othersAreAsked() throws Exception {
    var choking = leech.connected();
    choking.send(new HaveAll(), new Unchoke());
    var asked = requests(choking);
    choking.send(new Choke());
    asked.forEach(
        request ->
            choking.send(new RejectRequest(request.piece(), request.begin(), request.length())));
    var other = leech.connected();
    other.send(new HaveAll(), new Unchoke());
    assertThat(requests(other)).containsAll(asked);
  }

  private static PeerAddress address(int port) {
    return new PeerAddress(InetAddress.getLoopbackAddress(), port);
  }

  private EmbeddedPeer listening(LeechFixture fixture, int port) throws Exception {
    var peer = fixture.connected();
    var ids = Map.of(PexMessage.EXTENSION, THEIR_PEX);
    peer.send(new ExtendedHandshake(ids, 0, "", port, 0).toMessage());
    return peer;
  }

  /** Returns what a peer is told of others at its next tick. */
  private static List<PexMessage> named(EmbeddedPeer peer) throws Exception {
    peer.pass(TICK);
    List<PexMessage> named = new ArrayList<>();
    for (var message : peer.messages()) {
      if (message instanceof Extended extended && extended.id() == THEIR_PEX) {
        named.add(PexMessage.read(extended.payload()));
      }
    }
    return named;
  }

  private static PexMessage.Added added(int port) {
    return new PexMessage.Added(address(port), 0);
  }

  @Test
  void exchange_namesPeersThatListen_onceAMinute() throws Exception {
    var peer = listening(leech, 0);
    assertThat(named(peer)).isEmpty();
    var second = listening(leech, 1002);
    assertThat(named(second)).as("itself alone").isEmpty();
    assertThat(named(peer)).containsExactly(new PexMessage(List.of(added(1002)), List.of()));
    named(listening(leech, 1003));
    second.disconnect();
    leech.pass(TimeUnit.SECONDS.toNanos(59));
    assertThat(named(peer)).isEmpty();
    leech.pass(TimeUnit.SECONDS.toNanos(1));
    assertThat(named(peer))
        .containsExactly(new PexMessage(List.of(added(1003)), List.of(address(1002))));
  }

  @Test
  void exchange_privateTorrent_hasNone() throws Exception {
    var secret = new LeechFixture(true);
    var peer = listening(secret, 1001);
    named(listening(secret, 1002));
    assertThat(named(peer)).isEmpty();
    peer.send(new PexMessage(List.of(added(1003)), List.of()).toMessage(2));
    assertThat(secret.named()).isEmpty();
  }

  @Test
  void exchange_flood_isIgnored() throws Exception {
    var peer = listening(leech, 1001);
    for (int port = 2000; port < 2100; port++) {
      peer.send(new PexMessage(List.of(added(port)), List.of()).toMessage(2));
    }
    assertThat(leech.named()).containsExactly(address(2000), address(2001));
    leech.pass(TimeUnit.MINUTES.toNanos(1));
    peer.send(new PexMessage(List.of(added(3000)), List.of()).toMessage(2));
    assertThat(leech.named()).hasSize(3).endsWith(address(3000));
  }
}
