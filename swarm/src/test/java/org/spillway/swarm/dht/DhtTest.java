package org.spillway.swarm.dht;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.net.IpAddresses;
import org.spillway.swarm.dht.KrpcMessage.AnnouncePeer;
import org.spillway.swarm.dht.KrpcMessage.Arguments;
import org.spillway.swarm.dht.KrpcMessage.Failure;
import org.spillway.swarm.dht.KrpcMessage.FindNode;
import org.spillway.swarm.dht.KrpcMessage.GetPeers;
import org.spillway.swarm.dht.KrpcMessage.Ping;
import org.spillway.swarm.dht.KrpcMessage.Query;
import org.spillway.swarm.dht.KrpcMessage.Reply;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/** One node, and a test that plays all others. */
class DhtTest {
  private static final InfoHash TORRENT = InfoHash.of(new byte[20]);
  private static final InetSocketAddress SOMEBODY = SimulatedDht.address(1);
  private static final BencodeString AA = BencodeString.of("aa");

  private final Random random = new Random(20261130);
  private final List<Sent> sent = new ArrayList<>();
  private final List<PeerAddress> found = new ArrayList<>();
  private long now = 5;
  private Dht dht = node(DhtSettings.DEFAULT);

  private record Sent(InetSocketAddress to, KrpcMessage message, int length) {
    Query query() {
      return (Query) message;
    }

    Reply reply() {
      return (Reply) message;
    }
  }

  private Dht node(DhtSettings settings) {
    DhtListener listener = (infoHash, peers) -> found.addAll(peers);
    return new Dht(settings, this::send, () -> now, new Random(5), listener);
  }

  private void send(InetSocketAddress to, ByteBuffer datagram) {
    try {
      int length = datagram.remaining();
      sent.add(new Sent(to, KrpcReader.read(datagram), length));
    } catch (MalformedKrpcException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now = Math.min(end, now + Dht.TICK_MILLIS * 1_000_000L);
      dht.tick();
    }
  }

  private Sent last() {
    return sent.get(sent.size() - 1);
  }

  private int receive(InetSocketAddress from, byte[] message) {
    dht.received(from, ByteBuffer.wrap(message));
    return message.length;
  }

  private int ask(InetSocketAddress from, Arguments arguments) {
    return receive(from, KrpcWriter.write(new Query(AA, NodeId.random(random), true, arguments)));
  }

  private void answer(Sent query, List<NodeInfo> nodes, List<PeerAddress> peers) {
    answer(query, NodeId.random(random), nodes, peers);
  }

  private void answer(Sent query, NodeId id, List<NodeInfo> nodes, List<PeerAddress> peers) {
    var transaction = query.message.transaction();
    var token = BencodeString.of("token");
    var reply = new Reply(transaction, id, nodes, peers, token, KrpcMessage.NOTHING);
    receive(query.to, KrpcWriter.write(reply, EnumSet.allOf(IpFamily.class)));
  }

  /** Returns the queries since the last time, and those of the next moments. */
  private List<Sent> queries() {
    pass(Duration.ofMillis(500));
    var queries = sent.stream().filter(each -> each.message instanceof Query).toList();
    sent.clear();
    return queries;
  }

  private List<Sent> lookups() {
    return queries().stream().filter(each -> each.query().arguments() instanceof GetPeers).toList();
  }

  /** Has the table know a node. */
  private NodeInfo join(int number) {
    var info = new NodeInfo(NodeId.random(random), SimulatedDht.address(number));
    receive(info.address(), KrpcWriter.write(new Query(AA, info.id(), false, new Ping())));
    sent.clear();
    pass(Duration.ofMillis(500));
    sent.stream()
        .filter(each -> each.to.equals(info.address()))
        .findFirst()
        .ifPresent(query -> answer(query, info.id(), List.of(), List.of()));
    return info;
  }

  @Test
  void ping_isAnswered() {
    ask(SOMEBODY, new Ping());
    assertThat(last().to).isEqualTo(SOMEBODY);
    var reply = last().reply();
    assertThat(reply.transaction()).isEqualTo(AA);
    assertThat(reply.id()).isEqualTo(dht.id());
    assertThat(reply.externalAddress()).hasValue(SOMEBODY.getAddress());
  }

  @Test
  void newcomer_isAskedAndNamedThen() {
    var newcomer = join(7);
    assertThat(dht.stats().goodNodes()).isEqualTo(1);
    ask(SOMEBODY, new FindNode(NodeId.random(random), Set.of()));
    assertThat(last().reply().nodes()).containsExactly(newcomer);
  }

  @Test
  void newcomer_readOnly_isAnsweredAndForgotten() {
    ask(SOMEBODY, new Ping());
    assertThat(sent).hasSize(1);
    assertThat(queries()).isEmpty();
  }

  @Test
  void newcomer_withoutAnswer_hasPeace() {
    for (int i = 0; i < 500; i++) {
      var query = new Query(AA, NodeId.random(random), false, new Ping());
      receive(SOMEBODY, KrpcWriter.write(query));
      pass(Duration.ofMillis(100));
    }
    long pings = sent.stream().filter(each -> each.message instanceof Query).count();
    assertThat(pings).isEqualTo(1);
  }

  @Test
  void announce_isTakenAndNamed() {
    ask(SOMEBODY, new GetPeers(TORRENT, Set.of()));
    var token = last().reply().token();
    assertThat(last().reply().values()).isEmpty();
    ask(SOMEBODY, new AnnouncePeer(TORRENT, 1234, false, token));
    assertThat(last().message).isInstanceOf(Reply.class);
    var other = new InetSocketAddress(SOMEBODY.getAddress(), 7777);
    ask(other, new AnnouncePeer(TORRENT, 1234, true, token));
    ask(SimulatedDht.address(2), new GetPeers(TORRENT, Set.of()));
    assertThat(last().reply().values())
        .containsExactlyInAnyOrder(
            new PeerAddress(SOMEBODY.getAddress(), 1234),
            new PeerAddress(SOMEBODY.getAddress(), 7777));
    assertThat(dht.stats().storedPeers()).isEqualTo(2);
    pass(Duration.ofMinutes(32));
    assertThat(dht.stats().storedPeers()).isZero();
    assertThat(dht.stats().storedTorrents()).isZero();
  }

  @Test
  void announce_flood_withGuessedTokens() {
    ask(SimulatedDht.address(0), new GetPeers(TORRENT, Set.of()));
    var stolen = last().reply().token();
    sent.clear();
    long bytesIn = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] guess = new byte[Long.BYTES];
      random.nextBytes(guess);
      var token = i % 2 == 0 ? stolen : BencodeString.of(guess);
      var from = SimulatedDht.address(1 + i % 5000);
      bytesIn += ask(from, new AnnouncePeer(TORRENT, 1 + i % 60000, false, token));
      if (i % 10_000 == 0) {
        pass(Duration.ofSeconds(1));
      }
    }
    assertThat(dht.stats().storedPeers()).isZero();
    assertThat(sent).hasSizeBetween(1000, 12_000);
    assertThat(sent).allSatisfy(each -> assertThat(each.message).isInstanceOf(Failure.class));
    assertThat(((Failure) last().message).code()).isEqualTo(203);
    long bytesOut = sent.stream().mapToLong(Sent::length).sum();
    assertThat(bytesOut).isLessThan(bytesIn / 8);
    assertThat(dht.stats().traffic().queriesDropped()).isGreaterThan(88_000);
  }

  @Test
  void store_full_announceIsRefused() {
    dht = node(DhtSettings.DEFAULT.withStoredPeers(1));
    ask(SOMEBODY, new GetPeers(TORRENT, Set.of()));
    var token = last().reply().token();
    ask(SOMEBODY, new AnnouncePeer(TORRENT, 1, false, token));
    ask(SOMEBODY, new AnnouncePeer(TORRENT, 2, false, token));
    assertThat(((Failure) last().message).code()).isEqualTo(202);
  }

  @Test
  void unknownMethod_errors() {
    receive(SOMEBODY, "d1:ad2:id20:abcdefghij0123456789e1:q3:new1:t2:aa1:y1:qe".getBytes(US_ASCII));
    assertThat(last().message).isEqualTo(new Failure(AA, 204, "method unknown"));
  }

  /** The shortest queries that are possible, to a node that has much to tell. */
  @ParameterizedTest
  @EnumSource
  void answers_areBounded(IpFamily family) {
    boolean isV6 = family == IpFamily.IPV6;
    var settings = DhtSettings.DEFAULT.withFamily(family).withQueriesPerHost(10_000);
    dht = node(settings);
    var other = node(settings.withFamily(family.other()));
    dht.joinWith(other);
    for (int i = 0; i < 400; i++) {
      var from = isV6 ? SimulatedDht.address6(i) : SimulatedDht.address(i);
      ask(from, new GetPeers(TORRENT, Set.of()));
      var token = last().reply().token();
      ask(from, new AnnouncePeer(TORRENT, 1 + i, false, token));
    }
    pass(Duration.ofSeconds(5));
    var asking = isV6 ? SimulatedDht.address6(5000) : SimulatedDht.address(5000);
    int longest = 0;
    for (Set<IpFamily> want : List.of(Set.<IpFamily>of(), EnumSet.allOf(IpFamily.class))) {
      for (Arguments arguments :
          List.of(
              new Ping(),
              new FindNode(dht.id(), want),
              new GetPeers(TORRENT, want),
              new AnnouncePeer(TORRENT, 1, false, AA))) {
        var query = new Query(BencodeString.of("x"), dht.id(), true, arguments);
        byte[] bytes = KrpcWriter.write(query);
        receive(asking, bytes);
        assertThat(last().length)
            .isLessThanOrEqualTo(QueryResponder.LONGEST_ANSWER)
            .isLessThanOrEqualTo(bytes.length * QueryResponder.MOST_FACTOR);
        longest = Math.max(longest, last().length);
      }
    }
    assertThat(longest).isGreaterThan(900);
  }

  @Test
  void readOnly_asksAndIsSilent() {
    dht = node(DhtSettings.DEFAULT.withReadOnly(true));
    ask(SOMEBODY, new Ping());
    assertThat(sent).isEmpty();
    dht.addNodes(List.of(SOMEBODY));
    assertThat(queries()).isNotEmpty().allMatch(each -> each.query().readOnly());
  }

  @Test
  void reply_fromElsewhereOrWithAnotherTransaction_isIgnored() {
    dht.addNodes(List.of(SOMEBODY));
    var query = queries().get(0);
    answer(new Sent(SimulatedDht.address(2), query.message, 0), List.of(), List.of());
    var otherPort = new InetSocketAddress(SOMEBODY.getAddress(), 1);
    answer(new Sent(otherPort, query.message, 0), List.of(), List.of());
    var other = new Query(BencodeString.of("abcd"), dht.id(), true, new Ping());
    answer(new Sent(SOMEBODY, other, 0), List.of(), List.of());
    assertThat(dht.stats().nodes()).isZero();
    assertThat(dht.stats().traffic().strayReplies()).isEqualTo(3);
    answer(query, List.of(), List.of());
    answer(query, List.of(), List.of());
    assertThat(dht.stats().nodes()).isEqualTo(1);
    assertThat(dht.stats().traffic().strayReplies()).isEqualTo(4);
  }

  @Test
  void lookup_forbiddenAddresses_areNotContactedNorReported() {
    join(7);
    dht.findPeers(TORRENT);
    var query = lookups().get(0);
    List<NodeInfo> nodes = new ArrayList<>();
    List<PeerAddress> peers = new ArrayList<>();
    var good = IpAddresses.parse("85.6.7.8").orElseThrow();
    for (String text :
        List.of(
            "127.0.0.1",
            "10.0.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "224.1.1.1",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1")) {
      var address = IpAddresses.parse(text).orElseThrow();
      nodes.add(new NodeInfo(NodeId.random(random), new InetSocketAddress(address, 6881)));
      peers.add(new PeerAddress(address, 6881));
    }
    nodes.add(new NodeInfo(NodeId.random(random), new InetSocketAddress(good, 6881)));
    peers.add(new PeerAddress(good, 6881));
    answer(query, nodes, peers);
    assertThat(lookups()).extracting(Sent::to).containsOnly(new InetSocketAddress(good, 6881));
    assertThat(found).containsExactly(new PeerAddress(good, 6881));
  }

  @Test
  void lookup_asksTwoNodesOfANetwork() {
    join(7);
    dht.findPeers(TORRENT);
    List<NodeInfo> nodes = new ArrayList<>();
    for (int i = 1; i < 10; i++) {
      var address = IpAddresses.parse("85.6.7." + i).orElseThrow();
      nodes.add(new NodeInfo(NodeId.random(random), new InetSocketAddress(address, 6881)));
    }
    answer(lookups().get(0), nodes, List.of());
    pass(Duration.ofSeconds(10));
    assertThat(lookups()).extracting(Sent::to).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void lookup_announcesWithTheTokenOfEachNode() {
    var node = join(7);
    dht.announce(TORRENT, 4444, true);
    List<Sent> announces = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (Sent query : queries()) {
        if (query.query().arguments() instanceof AnnouncePeer) {
          announces.add(query);
        }
        answer(query, node.id(), List.of(), List.of());
      }
    }
    assertThat(announces).hasSize(1);
    assertThat(announces.get(0).to).isEqualTo(node.address());
    assertThat(announces.get(0).query().arguments())
        .isEqualTo(new AnnouncePeer(TORRENT, 4444, true, BencodeString.of("token")));
    assertThat(dht.stats().traffic().announcesTaken()).isEqualTo(1);
  }

  @Test
  void first_areTriedAgainWithBackoff() {
    var first = List.of(SOMEBODY, SimulatedDht.address(2));
    dht.addNodes(first);
    dht.addNodes(List.of(SimulatedDht.address6(3)));
    pass(Duration.ofMinutes(1));
    int early = sent.size();
    assertThat(sent).extracting(Sent::to).hasSameElementsAs(first);
    assertThat(early).isBetween(6, 14);
    pass(Duration.ofMinutes(60));
    int later = sent.size() - early;
    assertThat(later).isBetween(2 * 60 / 7, 2 * 60 / 3);
  }

  @Test
  void nodeOfPeer_isAsked_unlessFurtherInside() {
    dht.addNodeOfPeer(SOMEBODY);
    dht.addNodeOfPeer(new InetSocketAddress("10.0.0.1", 6881));
    dht.addNodeOfPeer(new InetSocketAddress(SimulatedDht.address(2).getAddress(), 0));
    dht.addNodeOfPeer(SimulatedDht.address6(3));
    var queries = queries();
    assertThat(queries).extracting(Sent::to).containsExactly(SOMEBODY);
    answer(queries.get(0), List.of(), List.of());
    assertThat(dht.stats().goodNodes()).isEqualTo(1);
  }

  @Test
  void save_restore_beginsWithTheSameNodes() throws Exception {
    var one = join(7);
    var two = join(8);
    byte[] saved = dht.save();
    sent.clear();
    var id = dht.id();
    dht = node(DhtSettings.DEFAULT);
    assertThat(dht.id()).isEqualTo(id);
    dht = new Dht(DhtSettings.DEFAULT, this::send, () -> now, new Random(6), (hash, peers) -> {});
    assertThat(dht.id()).isNotEqualTo(id);
    dht.restore(saved);
    assertThat(dht.id()).isEqualTo(id);
    var queries = queries();
    assertThat(queries)
        .extracting(Sent::to)
        .containsExactlyInAnyOrder(one.address(), two.address());
    assertThatThrownBy(() -> dht.restore(new byte[] {'d', 'e'}))
        .isInstanceOf(MalformedKrpcException.class)
        .hasMessage("'id' of a saved table must have 20 bytes");
    assertThatThrownBy(() -> dht.restore(new byte[] {1}))
        .isInstanceOf(MalformedKrpcException.class);
  }

  @Test
  void announce_wrongPort() {
    assertThatThrownBy(() -> dht.announce(TORRENT, 0, false))
        .hasMessage("port must be 1 to 65535, was 0");
  }

  @Test
  void joinWith_sameFamily() {
    assertThatThrownBy(() -> dht.joinWith(node(DhtSettings.DEFAULT)))
        .hasMessage("the other node must be of the other family, was of IPV4");
  }
}
