package org.spillway.tracker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/** Torrents, peers and requests for tests, without looking up a name. */
final class Samples {
  static final InfoHash OURS = infoHash(1);
  static final InfoHash FOREIGN = infoHash(2);
  static final InfoHash NOT_KNOWN_YET = infoHash(99);
  static final PeerId PEER_ID = PeerId.of("-XX0001-abcdefghijkl".getBytes(US_ASCII));

  static final PeerId SEEDER_ID = PeerId.of("-SW0100-abcdefghijkl".getBytes(US_ASCII));

  private Samples() {}

  /** Returns a seeder that has these addresses, whichever peer asks. */
  static BuiltInSeeder seeder(PeerAddress... addresses) {
    return new BuiltInSeeder(SEEDER_ID, source -> List.of(addresses));
  }

  static Standing standing(InfoHash infoHash) {
    if (infoHash.equals(NOT_KNOWN_YET)) {
      return Standing.NOT_KNOWN_YET;
    }
    return infoHash.equals(OURS) ? Standing.OURS : Standing.FOREIGN;
  }

  static InfoHash infoHash(int number) {
    return InfoHash.of(ByteBuffer.allocate(InfoHash.LENGTH).putInt(number).array());
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  static PeerAddress peer(String literal, int port) {
    return new PeerAddress(address(literal), port);
  }

  /** A different one for each number of 24 bits. */
  static PeerAddress ipv4(int number) {
    return peer("10.%d.%d.%d".formatted(number >> 16, number >> 8 & 0xff, number & 0xff), 6881);
  }

  /** A different one for each number of 16 bits. */
  static PeerAddress ipv6(int number) {
    return peer("2001:db8::%x".formatted(number), 6881);
  }

  static AnnounceRequest request(InfoHash infoHash, long left, AnnounceEvent event, int port) {
    return request(infoHash, left, event, port, AnnounceRequest.DEFAULT_NUM_WANT);
  }

  static AnnounceRequest request(
      InfoHash infoHash, long left, AnnounceEvent event, int port, int numWant) {
    return new AnnounceRequest(
        infoHash, PEER_ID, 0, 0, left, event, port, 0, numWant, List.of(), true);
  }

  static TrackerSettings settings(TrackerPolicy policy, int udpPort) {
    return new TrackerSettings(
        "127.0.0.1",
        udpPort,
        true,
        policy,
        "memory:",
        Duration.ofMinutes(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(45),
        50,
        200);
  }
}
