package org.spillway.torrent.announce;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;

/** Valid requests and answers. */
final class RandomAnnounces {
  private final RandomGenerator random;

  RandomAnnounces(RandomGenerator random) {
    this.random = random;
  }

  AnnounceRequest request(List<InetAddress> addresses, boolean compact) {
    return new AnnounceRequest(
        infoHash(),
        peerId(),
        byteCount(),
        byteCount(),
        byteCount(),
        AnnounceEvent.ofCode(random.nextInt(5)),
        random.nextInt(65_536),
        random.nextInt(),
        random.nextInt(-1, 1_000),
        addresses,
        compact);
  }

  /** None, one, or one of each family with IPv4 first. */
  List<InetAddress> addresses() {
    List<InetAddress> addresses = new ArrayList<>();
    if (random.nextBoolean()) {
      addresses.add(Addresses.of(bytes(Addresses.IPV4_LENGTH)));
    }
    if (random.nextBoolean()) {
      addresses.add(Addresses.of(bytes(Addresses.IPV6_LENGTH)));
    }
    return addresses;
  }

  List<InetAddress> ipv4Addresses() {
    return random.nextBoolean() ? List.of() : List.of(Addresses.of(bytes(Addresses.IPV4_LENGTH)));
  }

  AnnounceAnswer.Announced announced() {
    return new AnnounceAnswer.Announced(
        interval(), interval(), count(), count(), concat(peers(false), peers(true)));
  }

  List<PeerAddress> peers(boolean ipv6) {
    int length = ipv6 ? Addresses.IPV6_LENGTH : Addresses.IPV4_LENGTH;
    return Stream.generate(() -> new PeerAddress(Addresses.of(bytes(length)), port()))
        .limit(random.nextInt(60))
        .toList();
  }

  private static List<PeerAddress> concat(List<PeerAddress> first, List<PeerAddress> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  InfoHash infoHash() {
    return InfoHash.of(bytes(InfoHash.LENGTH));
  }

  SwarmCounts counts() {
    return new SwarmCounts(count(), count(), count(), count());
  }

  /** Without partial seeds, of which UDP does not tell. */
  SwarmCounts udpCounts() {
    return new SwarmCounts(count(), count(), count());
  }

  Duration interval() {
    return Duration.ofSeconds(count());
  }

  /** Small and large ones alike. */
  int count() {
    return random.nextInt() >>> (1 + random.nextInt(31));
  }

  private long byteCount() {
    return random.nextLong() >>> (1 + random.nextInt(63));
  }

  private int port() {
    return 1 + random.nextInt(65_535);
  }

  InetAddress client() {
    return Addresses.of(bytes(random.nextBoolean() ? 4 : 16));
  }

  PeerId peerId() {
    return PeerId.of(bytes(PeerId.LENGTH));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
