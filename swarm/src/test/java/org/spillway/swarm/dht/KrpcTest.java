package org.spillway.swarm.dht;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.net.IpAddresses;
import org.spillway.swarm.dht.KrpcMessage.AnnouncePeer;
import org.spillway.swarm.dht.KrpcMessage.Failure;
import org.spillway.swarm.dht.KrpcMessage.FindNode;
import org.spillway.swarm.dht.KrpcMessage.GetPeers;
import org.spillway.swarm.dht.KrpcMessage.Ping;
import org.spillway.swarm.dht.KrpcMessage.Query;
import org.spillway.swarm.dht.KrpcMessage.Refused;
import org.spillway.swarm.dht.KrpcMessage.Reply;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.BencodeString;

/** The messages are those of BEP 5, "DHT Queries", unless a comment says otherwise. */
class KrpcTest {
  private static final NodeId ASKING = id("abcdefghij0123456789");
  private static final NodeId ANSWERING = id("mnopqrstuvwxyz123456");
  private static final InfoHash TORRENT = InfoHash.of(ANSWERING.toBytes());
  private static final BencodeString AA = BencodeString.of("aa");
  private static final BencodeString TOKEN = BencodeString.of("aoeusnth");

  private static NodeId id(String text) {
    return NodeId.of(text.getBytes(ISO_8859_1));
  }

  private static KrpcMessage read(String text) throws MalformedKrpcException {
    return KrpcReader.read(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  private static KrpcMessage read(byte[] bytes) throws MalformedKrpcException {
    return KrpcReader.read(ByteBuffer.wrap(bytes));
  }

  /** Removes our version, which the examples of BEP 5 do not have. */
  private static String text(byte[] message) {
    return new String(message, ISO_8859_1).replace("1:v4:SW\0\1", "");
  }

  private static Query query(KrpcMessage.Arguments arguments) {
    return new Query(AA, ASKING, false, arguments);
  }

  private static Reply reply(NodeId id, List<NodeInfo> nodes, List<PeerAddress> values) {
    return new Reply(AA, id, nodes, values, KrpcMessage.NOTHING, KrpcMessage.NOTHING);
  }

  private static NodeInfo node(String id, String address, int port) {
    return new NodeInfo(
        id(id), new InetSocketAddress(IpAddresses.parse(address).orElseThrow(), port));
  }

  private static PeerAddress peer(String address, int port) {
    return new PeerAddress(IpAddresses.parse(address).orElseThrow(), port);
  }

  @Test
  void error() throws Exception {
    String example = "d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee";
    var failure = new Failure(AA, 201, "A Generic Error Ocurred");
    assertThat(read(example)).isEqualTo(failure);
    assertThat(text(KrpcWriter.write(failure))).isEqualTo(example);
  }

  @Test
  void ping() throws Exception {
    String example = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";
    assertThat(read(example)).isEqualTo(query(new Ping()));
    assertThat(text(KrpcWriter.write(query(new Ping())))).isEqualTo(example);
  }

  @Test
  void ping_reply() throws Exception {
    String example = "d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re";
    var reply = reply(ANSWERING, List.of(), List.of());
    assertThat(read(example)).isEqualTo(reply);
    assertThat(text(KrpcWriter.write(reply, Set.of()))).isEqualTo(example);
  }

  @Test
  void findNode() throws Exception {
    String example =
        "d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e"
            + "1:q9:find_node1:t2:aa1:y1:qe";
    var query = query(new FindNode(ANSWERING, Set.of()));
    assertThat(read(example)).isEqualTo(query);
    assertThat(text(KrpcWriter.write(query))).isEqualTo(example);
  }

  /** BEP 5 abbreviates the nodes of its example as "def456...". */
  @Test
  void findNode_reply() throws Exception {
    String example =
        "d1:rd2:id20:0123456789abcdefghij5:nodes26:mnopqrstuvwxyz123456\u00c0\0\2\1\u001a\u00e1"
            + "e1:t2:aa1:y1:re";
    var nodes = List.of(node("mnopqrstuvwxyz123456", "192.0.2.1", 6881));
    var reply = reply(id("0123456789abcdefghij"), nodes, List.of());
    assertThat(read(example)).isEqualTo(reply);
    assertThat(text(KrpcWriter.write(reply, Set.of(IpFamily.IPV4)))).isEqualTo(example);
  }

  @Test
  void getPeers() throws Exception {
    String example =
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e"
            + "1:q9:get_peers1:t2:aa1:y1:qe";
    var query = query(new GetPeers(TORRENT, Set.of()));
    assertThat(read(example)).isEqualTo(query);
    assertThat(text(KrpcWriter.write(query))).isEqualTo(example);
  }

  @Test
  void getPeers_replyWithPeers() throws Exception {
    String example =
        "d1:rd2:id20:abcdefghij01234567895:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee"
            + "1:t2:aa1:y1:re";
    var peers = List.of(peer("97.120.106.101", 11893), peer("105.100.104.116", 28269));
    var reply = new Reply(AA, ASKING, List.of(), peers, TOKEN, KrpcMessage.NOTHING);
    assertThat(read(example)).isEqualTo(reply);
    assertThat(text(KrpcWriter.write(reply, Set.of()))).isEqualTo(example);
  }

  @Test
  void announcePeer() throws Exception {
    String example =
        "d1:ad2:id20:abcdefghij012345678912:implied_porti1e9:info_hash20:mnopqrstuvwxyz123456"
            + "4:porti6881e5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:y1:qe";
    var query = query(new AnnouncePeer(TORRENT, 6881, true, TOKEN));
    assertThat(read(example)).isEqualTo(query);
    assertThat(text(KrpcWriter.write(query))).isEqualTo(example);
  }

  /** The form is that of BEP 32, whose example is abbreviated, and of BEP 43. */
  @Test
  void getPeers_wantBothAndReadOnly() throws Exception {
    String text =
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:wantl2:n42:n6ee"
            + "1:q9:get_peers2:roi1e1:t2:aa1:y1:qe";
    var query = new Query(AA, ASKING, true, new GetPeers(TORRENT, EnumSet.allOf(IpFamily.class)));
    assertThat(read(text)).isEqualTo(query);
    assertThat(text(KrpcWriter.write(query))).isEqualTo(text);
  }

  @Test
  void reply_bothFamiliesAndOurAddress() throws Exception {
    var nodes =
        List.of(
            node("mnopqrstuvwxyz123456", "192.0.2.1", 6881),
            node("mnopqrstuvwxyz123457", "2001:db8::1", 6882));
    var peers = List.of(peer("192.0.2.2", 1), peer("2001:db8::2", 65535));
    var ip = BencodeString.of(new byte[] {(byte) 203, 0, 113, 9, 0, 1});
    var reply = new Reply(AA, ANSWERING, nodes, peers, TOKEN, ip);
    var families = EnumSet.allOf(IpFamily.class);
    assertThat(read(KrpcWriter.write(reply, families))).isEqualTo(reply);
    assertThat(reply.externalAddress()).isEqualTo(IpAddresses.parse("203.0.113.9"));
  }

  @ParameterizedTest
  @CsvSource({"4, true", "6, true", "16, true", "18, true", "0, false", "5, false", "17, false"})
  void externalAddress_anyLength(int length, boolean known) {
    var ip = BencodeString.of(new byte[length]);
    var reply = new Reply(AA, ANSWERING, List.of(), List.of(), TOKEN, ip);
    assertThat(reply.externalAddress().isPresent()).isEqualTo(known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6:target", "9:info_hash"})
  void unknownMethod_withPlace_isFindNode(String key) throws Exception {
    String text =
        "d1:ad2:id20:abcdefghij0123456789%s20:mnopqrstuvwxyz123456e1:q3:new1:t2:aa1:y1:qe";
    assertThat(read(text.formatted(key))).isEqualTo(query(new FindNode(ANSWERING, Set.of())));
  }

  @Test
  void unknownMethod_withoutPlace_isRefused() throws Exception {
    assertThat(read("d1:ad2:id20:abcdefghij0123456789e1:q3:new1:t2:aa1:y1:qe"))
        .isEqualTo(new Refused(new Failure(AA, 204, "method unknown")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d1:ad2:id19:abcdefghij012345678e1:q4:ping1:t2:aa1:y1:qe",
        "d1:ade1:q4:ping1:t2:aa1:y1:qe",
        "d1:q4:ping1:t2:aa1:y1:qe",
        "d1:ad2:id20:abcdefghij01234567896:targeti1ee1:q9:find_node1:t2:aa1:y1:qe",
        "d1:ad2:id20:abcdefghij0123456789e1:q9:get_peers1:t2:aa1:y1:qe",
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:porti6881e5:token0:e"
            + "1:q13:announce_peer1:t2:aa1:y1:qe",
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:porti0e"
            + "5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe",
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:porti65536e"
            + "5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe",
      })
  void wrongArguments_areRefused(String text) throws Exception {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.failure().code()).isEqualTo(203));
  }

  @Test
  void announcePeer_impliedPortNeedsNoPort() throws Exception {
    var text =
        "d1:ad2:id20:abcdefghij012345678912:implied_porti1e9:info_hash20:mnopqrstuvwxyz123456"
            + "5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe";
    assertThat(read(text))
        .isEqualTo(query(new AnnouncePeer(TORRENT, 0, true, BencodeString.of("x"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "i1e | the bytes must be a dictionary",
        "dx | not bencode: byte 1: a key is a string, it cannot begin with 'x'",
        "d1:q4:ping1:y1:qe | 't' must be a string of 1 to 32 bytes",
        "d1:t0:1:y1:qe | 't' must be a string of 1 to 32 bytes",
        "d1:t33:1234567890123456789012345678901231:y1:qe | 't' must be a string of 1 to 32 bytes",
        "d1:t2:aa1:y1:xe | 'y' must be q, r or e",
        "d1:t2:aae | 'y' must be q, r or e",
        "d1:t2:aa1:y1:re | 'r' must be a dictionary",
        "d1:rde1:t2:aa1:y1:re | 'id' must be a string of 20 bytes",
      })
  void malformed(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedKrpcException.class)
        .hasMessage(message);
  }

  @Test
  void tooLong() {
    assertThatThrownBy(() -> read(new byte[4097]))
        .hasMessage("a message must have at most 4096 bytes, had 4097");
  }

  @Test
  void reply_moreThanIsTaken() throws Exception {
    var nodes = Collections.nCopies(40, node("mnopqrstuvwxyz123456", "192.0.2.1", 6881));
    var peers = Collections.nCopies(300, peer("192.0.2.2", 1));
    var bytes = KrpcWriter.write(reply(ANSWERING, nodes, peers), Set.of(IpFamily.IPV4));
    var read = (Reply) read(bytes);
    assertThat(read.nodes()).hasSize(KrpcReader.MOST_NODES);
    assertThat(read.values()).hasSize(KrpcReader.MOST_VALUES);
  }

  /** A rest that is no node, ports 0, and peers of other lengths or kinds are left out. */
  @Test
  void reply_uselessParts() throws Exception {
    var text =
        "d1:rd2:id20:abcdefghij01234567895:nodes31:mnopqrstuvwxyz123456\u00c0\0\2\1\0\0abcde"
            + "5:token1:x6:valuesl6:axje\0\u00007:abcdefgi5e6:axje.uee1:t2:aa1:y1:re";
    var peers = List.of(peer("97.120.106.101", 11893));
    assertThat(read(text))
        .isEqualTo(
            new Reply(AA, ASKING, List.of(), peers, BencodeString.of("x"), KrpcMessage.NOTHING));
  }

  @ParameterizedTest
  @CsvSource({"d1:ele1:t2:aa1:y1:ee,201", "d1:eli204ee1:t2:aa1:y1:ee,204", "d1:t2:aa1:y1:ee,201"})
  void error_incomplete(String text, int code) throws Exception {
    assertThat(read(text)).isEqualTo(new Failure(AA, code, ""));
  }

  @Test
  void keysInAnyOrder_areRead() throws Exception {
    var text = "d1:y1:q1:t2:aa1:q4:ping1:ad2:id20:abcdefghij0123456789ee";
    assertThat(read(text)).isEqualTo(query(new Ping()));
  }

  @Test
  void isDhtMessage() {
    var start = new ArrayList<Boolean>();
    for (int first = 0; first < 256; first++) {
      start.add(Dht.isDhtMessage(ByteBuffer.wrap(new byte[] {(byte) first})));
    }
    assertThat(start.indexOf(true)).isEqualTo('d').isEqualTo(start.lastIndexOf(true));
    assertThat(Dht.isDhtMessage(ByteBuffer.allocate(0))).isFalse();
  }
}
