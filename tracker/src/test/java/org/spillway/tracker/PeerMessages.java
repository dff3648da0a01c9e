package org.spillway.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spillway.torrent.InfoHash;

/** Messages as npm's bittorrent-tracker 11.2.3 writes them. */
final class PeerMessages {
  private PeerMessages() {}

  /** A peer id of 20 characters. */
  static String peerId(int number) {
    return "-WW0201-%012d".formatted(number);
  }

  static String offerId(int number) {
    return "offer%015d".formatted(number);
  }

  /** Writes every byte as the escape of a character in JSON. */
  static String text(InfoHash infoHash) {
    return new String(infoHash.toBytes(), ISO_8859_1)
        .chars()
        .mapToObj("\\u%04X"::formatted)
        .collect(Collectors.joining());
  }

  /** The same with the peer's offers 1, 2 and so on. */
  static String announce(InfoHash infoHash, int peer, String left, String event, int offers) {
    return """
    {"numwant":5,"uploaded":1,"downloaded":2,"left":%s,"event":"%s","action":"announce",\
    "info_hash":"%s","peer_id":"%s","offers":[%s]}"""
        .formatted(
            left,
            event,
            text(infoHash),
            peerId(peer),
            IntStream.rangeClosed(1, offers)
                .mapToObj(PeerMessages::offer)
                .collect(Collectors.joining(",")));
  }

  private static String offer(int number) {
    return """
    {"offer":{"type":"offer","sdp":"v=0\\r\\n\u00fc %d"},"offer_id":"%s"}"""
        .formatted(number, offerId(number));
  }

  static String answer(InfoHash infoHash, int from, int to, int offer) {
    return """
    {"action":"announce","info_hash":"%s","peer_id":"%s","to_peer_id":"%s",\
    "answer":{"type":"answer","sdp":"v=0\\r\\nyes"},"offer_id":"%s"}"""
        .formatted(text(infoHash), peerId(from), peerId(to), offerId(offer));
  }

  static String scrape(InfoHash infoHash) {
    return "{\"action\":\"scrape\",\"info_hash\":\"%s\"}".formatted(text(infoHash));
  }

  static String announced(InfoHash infoHash, int complete, int incomplete, int downloaded) {
    return """
    {"action":"announce","interval":120,"info_hash":"%s","complete":%d,"incomplete":%d,\
    "downloaded":%d}"""
        .formatted(text(infoHash), complete, incomplete, downloaded);
  }

  static String offered(InfoHash infoHash, int from, int offer) {
    return """
    {"action":"announce","offer":{"type":"offer","sdp":"v=0\\r\\n\u00fc %d"},"offer_id":"%s",\
    "peer_id":"%s","info_hash":"%s"}"""
        .formatted(offer, offerId(offer), peerId(from), text(infoHash));
  }

  static String answered(InfoHash infoHash, int from, int offer) {
    return """
    {"action":"announce","answer":{"type":"answer","sdp":"v=0\\r\\nyes"},"offer_id":"%s",\
    "peer_id":"%s","info_hash":"%s"}"""
        .formatted(offerId(offer), peerId(from), text(infoHash));
  }

  static String failed(InfoHash infoHash, String reason) {
    return "{\"action\":\"announce\",\"failure reason\":\"%s\",\"info_hash\":\"%s\"}"
        .formatted(reason, text(infoHash));
  }
}
