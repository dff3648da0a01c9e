package org.spillway.webapp;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spillway.torrent.Metainfo;

/** Messages of browsers to the tracker. */
final class WebPeers {
  private WebPeers() {}

  /** A leecher's announce. */
  static String announce(Metainfo torrent, int peer, int offers) {
    var infoHash = new String(torrent.info().swarmHash().toBytes(), StandardCharsets.ISO_8859_1);
    return """
    {"action":"announce","event":"started","left":5,"info_hash":"%s",\
    "peer_id":"-WW0201-%012d","offers":[%s]}"""
        .formatted(
            infoHash.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()),
            peer,
            IntStream.range(0, offers).mapToObj(WebPeers::offer).collect(Collectors.joining(",")));
  }

  private static String offer(int number) {
    return """
    {"offer_id":"%020d","offer":{"type":"offer","sdp":"v=0"}}"""
        .formatted(number);
  }
}
