package org.spillway.tracker.webtorrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.tracker.webtorrent.WebTorrentRequest.Announce;
import org.spillway.tracker.webtorrent.WebTorrentRequest.Answer;
import org.spillway.tracker.webtorrent.WebTorrentRequest.Scrape;

class RequestReaderTest {
  private static final long SEED = 76;
  private static final String HASH = "aaaaaaaaaa\u00e9\u00ff\u0001\u0000bbbbbb";
  private static final InfoHash INFO_HASH = InfoHash.of(HASH.getBytes(ISO_8859_1));
  private static final PeerId PEER_ID = PeerId.of("-WW0201-abcdefghijkl".getBytes(ISO_8859_1));

  private final RequestReader reader = new RequestReader();

  /** Recorded from npm's bittorrent-tracker 11.2.3; JavaScript leaves U+00E9 as it is. */
  private static final String ANNOUNCE =
      """
      {"numwant":5,"uploaded":0,"downloaded":0,"left":16384,"event":"started",\
      "action":"announce","info_hash":"aaaaaaaaaa\u00e9\u00ff\\u0001\\u0000bbbbbb",\
      "peer_id":"-WW0201-abcdefghijkl","offers":[{"offer":{"type":"offer","sdp":"v=0\\r\\n"},\
      "offer_id":"12345678901234567890"}]}""";

  @Test
  void announce() throws Exception {
    assertThat(read(ANNOUNCE))
        .isEqualTo(
            new Announce(
                request(AnnounceEvent.STARTED, 16384, 1),
                List.of(new WebRtcOffer("12345678901234567890", "v=0\r\n"))));
  }

  private static AnnounceRequest request(AnnounceEvent event, long left, int offers) {
    return new AnnounceRequest(
        INFO_HASH, PEER_ID, 0, 0, left, event, 0, 0, offers, List.of(), true);
  }

  @Test
  void announce_withoutOptionalMembers() throws Exception {
    String message =
        """
        {"peer_id":"-WW0201-abcdefghijkl","info_hash":"aaaaaaaaaa\u00e9\u00ff\\u0001\\u0000bbbbbb",\
        "action":"announce","event":"update","x":[{"y":[1]}]}""";
    assertThat(read(message))
        .isEqualTo(
            new Announce(request(AnnounceEvent.NONE, AnnounceRequest.UNKNOWN_LEFT, 0), List.of()));
  }

  @Test
  void announce_numbersOfAnyKind() throws Exception {
    assertThat(left("0")).isZero();
    assertThat(left("-1")).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
    assertThat(left("null")).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
    assertThat(left("1e21")).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
    assertThat(left("1e999999999")).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
    assertThat(left("[[1]]")).isEqualTo(AnnounceRequest.UNKNOWN_LEFT);
    assertThat(left("1.5e3")).isEqualTo(1500);
  }

  private long left(String number) throws Exception {
    return ((Announce) read(ANNOUNCE.replace("16384", number))).request().left();
  }

  @Test
  void announce_moreOffersThanAreTaken() throws Exception {
    String offer = ANNOUNCE.substring(ANNOUNCE.indexOf("[{") + 1, ANNOUNCE.length() - 2);
    String many = String.join(",", Collections.nCopies(30, offer));
    var announce = (Announce) read(ANNOUNCE.replace(offer, many));
    assertThat(announce.offers()).hasSize(RequestReader.MAX_OFFERS);
  }

  @Test
  void answer() throws Exception {
    String message =
        ANNOUNCE
            .replaceFirst("\"offers\".*", "")
            .concat(
                """
                "to_peer_id":"-WW0201-zzzzzzzzzzzz","offer_id":"12345678901234567890",\
                "answer":{"sdp":"v=0","type":"answer"}}""");
    assertThat(read(message))
        .isEqualTo(
            new Answer(
                INFO_HASH,
                PEER_ID,
                PeerId.of("-WW0201-zzzzzzzzzzzz".getBytes(ISO_8859_1)),
                "12345678901234567890",
                "v=0"));
  }

  @Test
  void scrape() throws Exception {
    String hash = "\"aaaaaaaaaa\u00e9\u00ff\\u0001\\u0000bbbbbb\"";
    assertThat(read("{\"action\":\"scrape\",\"info_hash\":" + hash + "}"))
        .isEqualTo(new Scrape(List.of(INFO_HASH)));
    assertThat(read("{\"info_hash\":[%s,%s],\"action\":\"scrape\"}".formatted(hash, hash)))
        .isEqualTo(new Scrape(List.of(INFO_HASH, INFO_HASH)));
    assertRefused("{\"action\":\"scrape\"}", "info_hash: 1 to 74, not 0");
    String many = String.join(",", Collections.nCopies(75, hash));
    assertRefused(
        "{\"action\":\"scrape\",\"info_hash\":[" + many + "]}", "info_hash: 1 to 74, not 75");
  }

  @Test
  void malformed() {
    assertRefused("", "message: a JSON object is expected");
    assertRefused("7", "message: a JSON object is expected");
    assertRefused("{\"action\":\"connect\"}", "action: announce or scrape is expected");
    assertRefused("{}", "action: announce or scrape is expected");
    assertRefused("{", "message: invalid JSON");
    assertRefused("{}{}", "message: one JSON object is expected, not more");
    assertRefused("{\"action\":1}", "action: a string is expected");
    assertRefused("{\"action\":\"announce\"}", "info_hash: one is expected, not 0");
    String twenty = "20 characters up to U+00FF are expected, one for each byte";
    assertRefused(ANNOUNCE.replace("aaaaaaaaaa", "aaaaaaaaa"), "info_hash: " + twenty);
    assertRefused(ANNOUNCE.replace("aaaaaaaaaa", "aaaaaaaaa\u0100"), "info_hash: " + twenty);
    assertRefused(ANNOUNCE.replace("-WW0201-", "-"), "peer_id: " + twenty);
    assertRefused(ANNOUNCE.replace("1234567890\"", "\""), "offer_id: " + twenty);
    assertRefused(
        ANNOUNCE.replace("\"sdp\"", "\"spd\""), "offer: a session description (sdp) is expected");
    assertRefused(
        ANNOUNCE.replace("\"type\":\"offer\"", "\"type\":\"answer\""),
        "offer: its type must be offer");
    assertRefused(
        ANNOUNCE.replace("[{\"offer\"", "[7,{\"offer\""), "offers: an object is expected");
  }

  @Test
  void bombs_areRefused() {
    assertRefused("{\"x\":" + "[".repeat(30_000), "message: not within the limits of JSON here");
    assertRefused(
        "{\"x\":" + "{\"x\":".repeat(10_000), "message: not within the limits of JSON here");
    assertRefused(
        "{\"left\":" + "9".repeat(50_000) + "}", "message: not within the limits of JSON here");
    assertRefused(
        "{\"" + "n".repeat(50_000) + "\":1}", "message: not within the limits of JSON here");
    assertRefused(
        ANNOUNCE.replace("v=0", "v".repeat(20_000)), "message: not within the limits of JSON here");
    assertRefused("{\"x\":1,\"x\":2}", "message: invalid JSON");
    assertRefused(ANNOUNCE.replace("\"type\"", "\"sdp\""), "message: invalid JSON");
    assertRefused(" ".repeat(65_537), "message: at most 65536 bytes, not 65537");
  }

  @Test
  void notUtf8() {
    byte[] message = ANNOUNCE.getBytes(ISO_8859_1);
    assertThatThrownBy(() -> reader.read(message)).isInstanceOf(MalformedWebTorrentException.class);
  }

  /** Whatever comes is a request or is refused in words that hold nothing of it. */
  @Test
  void randomChanges() {
    System.out.println("RequestReaderTest seed " + SEED);
    var random = new Random(SEED);
    byte[] message = ANNOUNCE.getBytes(UTF_8);
    for (int i = 0; i < 100_000; i++) {
      byte[] changed = message.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(reader.read(changed)).isNotNull();
      } catch (MalformedWebTorrentException e) {
        assertThat(e.getMessage()).matches("[a-z_]+: [\\w ,+()]+");
      }
    }
  }

  private void assertRefused(String message, String reason) {
    assertThatThrownBy(() -> read(message))
        .isInstanceOf(MalformedWebTorrentException.class)
        .hasMessage(reason);
  }

  private WebTorrentRequest read(String message) throws MalformedWebTorrentException {
    return reader.read(message.getBytes(UTF_8));
  }
}
