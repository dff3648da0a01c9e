package org.spillway.torrent.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.bencode.Bencode;

class AnnounceRoundTripTest {
  private static final long SEED = 20_260_102;
  private static final int ROUNDS = 5_000;

  private final Random random = new Random(SEED);
  private final RandomAnnounces announces = new RandomAnnounces(random);

  @Test
  void httpQuery_parsed_givesTheRequest() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      var request = announces.request(announces.addresses(), random.nextBoolean());
      var query = HttpAnnounce.query(request);

      assertThat(HttpAnnounce.parse(query)).as(round(i)).isEqualTo(request);
    }
  }

  @Test
  void httpAnswer_decoded_givesTheAnswer() throws Exception {
    for (int i = 0; i < ROUNDS / 5; i++) {
      var answer = announces.announced();
      byte[] compact = HttpAnnounce.encodeCompact(answer, announces.client());

      assertThat(HttpAnnounce.decode(compact)).as(round(i)).isEqualTo(answer);
      assertThat(Bencode.decode(compact).encode()).as(round(i)).isEqualTo(compact);
      byte[] list =
          HttpAnnounce.encodeList(
              answer, announces.client(), peer -> Optional.of(announces.peerId()));
      assertThat(HttpAnnounce.decode(list)).as(round(i)).isEqualTo(answer);
    }
  }

  @Test
  void httpScrape_readBack_givesTheSame() throws Exception {
    for (int i = 0; i < ROUNDS / 5; i++) {
      Map<InfoHash, SwarmCounts> files = new HashMap<>();
      infoHashes(random.nextInt(80)).forEach(hash -> files.put(hash, announces.counts()));
      var answer = new ScrapeAnswer.Scraped(files);
      var infoHashes = List.copyOf(files.keySet());

      assertThat(HttpScrape.decode(HttpScrape.encode(answer))).as(round(i)).isEqualTo(answer);
      assertThat(HttpScrape.parse(HttpScrape.query(infoHashes))).as(round(i)).isEqualTo(infoHashes);
    }
  }

  @Test
  void udpRequest_readBack_givesTheSame() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      var request = udpRequest();
      var out = ByteBuffer.allocate(request.encodedLength());
      request.writeTo(out);

      assertThat(out.hasRemaining()).isFalse();
      assertThat(UdpTrackerRequest.read(out.flip())).as(round(i)).isEqualTo(request);
    }
  }

  @Test
  void udpResponse_readBack_givesTheSame() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      boolean ipv6 = random.nextBoolean();
      var response = udpResponse(ipv6);
      var out = ByteBuffer.allocate(response.encodedLength());
      response.writeTo(out);

      assertThat(out.hasRemaining()).isFalse();
      assertThat(UdpTrackerResponse.read(out.flip(), ipv6)).as(round(i)).isEqualTo(response);
    }
  }

  private UdpTrackerRequest udpRequest() {
    return switch (random.nextInt(3)) {
      case 0 -> new UdpTrackerRequest.Connect(random.nextInt());
      case 1 ->
          new UdpTrackerRequest.Announce(
              random.nextLong(),
              random.nextInt(),
              announces.request(announces.ipv4Addresses(), true));
      default ->
          new UdpTrackerRequest.Scrape(
              random.nextLong(),
              random.nextInt(),
              infoHashes(random.nextInt(UdpTrackerRequest.Scrape.MAX + 1)));
    };
  }

  private UdpTrackerResponse udpResponse(boolean ipv6) {
    int transactionId = random.nextInt();
    return switch (random.nextInt(4)) {
      case 0 -> new UdpTrackerResponse.Connected(transactionId, random.nextLong());
      case 1 ->
          new UdpTrackerResponse.Announced(
              transactionId,
              announces.interval(),
              announces.count(),
              announces.count(),
              announces.peers(ipv6));
      case 2 ->
          new UdpTrackerResponse.Scraped(
              transactionId,
              Stream.generate(announces::udpCounts).limit(random.nextInt(75)).toList());
      default -> new UdpTrackerResponse.Failed(transactionId, "\u00e4".repeat(random.nextInt(9)));
    };
  }

  private List<InfoHash> infoHashes(int count) {
    return Stream.generate(announces::infoHash).limit(count).toList();
  }

  private static String round(int i) {
    return "round %d of seed %d".formatted(i, SEED);
  }
}
