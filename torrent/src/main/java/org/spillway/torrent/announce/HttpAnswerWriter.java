package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer.Announced;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;

/** Writes what a tracker answers over HTTP. */
final class HttpAnswerWriter {
  /** The length of all keys, four numbers of ten digits and an address, with room to spare. */
  private static final int FIXED = 200;

  private static final String EXTERNAL_IP = "external ip";

  private HttpAnswerWriter() {}

  /** Writes the keys in the order of their bytes. */
  static byte[] compact(Announced announced, InetAddress client) {
    var peers = CompactPeers.of(announced.peers());
    var out = new BencodeWriter(FIXED + peers.ipv4().length + peers.ipv6().length);
    out.raw("d8:completei").digits(announced.complete());
    out.raw("e11:" + EXTERNAL_IP).string(client.getAddress());
    out.raw("10:incompletei").digits(announced.incomplete());
    out.raw("e8:intervali").digits(announced.interval().toSeconds());
    if (!announced.minInterval().isZero()) {
      out.raw("e12:min intervali").digits(announced.minInterval().toSeconds());
    }
    out.raw("e5:peers").string(peers.ipv4());
    if (peers.ipv6().length > 0) {
      out.raw("6:peers6").string(peers.ipv6());
    }
    return out.raw("e").toBytes();
  }

  static byte[] list(
      Announced announced, InetAddress client, Function<PeerAddress, Optional<PeerId>> peerIds) {
    var answer =
        BencodeDictionary.builder()
            .put("complete", announced.complete())
            .put(EXTERNAL_IP, client.getAddress())
            .put("incomplete", announced.incomplete())
            .put("interval", announced.interval().toSeconds())
            .put("peers", peerList(announced.peers(), peerIds));
    if (!announced.minInterval().isZero()) {
      answer.put("min interval", announced.minInterval().toSeconds());
    }
    return answer.build().encode();
  }

  private static BencodeList peerList(
      List<PeerAddress> peers, Function<PeerAddress, Optional<PeerId>> peerIds) {
    return BencodeList.of(
        peers.stream()
            .map(peer -> peerDictionary(peer, peerIds))
            .toArray(BencodeDictionary[]::new));
  }

  private static BencodeDictionary peerDictionary(
      PeerAddress peer, Function<PeerAddress, Optional<PeerId>> peerIds) {
    var dictionary =
        BencodeDictionary.builder()
            .put("ip", peer.address().getHostAddress())
            .put("port", peer.port());
    peerIds.apply(peer).ifPresent(id -> dictionary.put("peer id", id.toBytes()));
    return dictionary.build();
  }

  /**
   * Writes a refusal.
   *
   * @param reason the reason in words
   * @param retryIn the time before the next attempt; left out if it is zero
   */
  static byte[] failure(String reason, Duration retryIn) {
    byte[] text = reason.getBytes(UTF_8);
    var out = new BencodeWriter(text.length + 70).raw("d14:failure reason").string(text);
    if (!retryIn.isZero()) {
      out.raw("8:retry ini").digits(retryIn.toMinutes()).raw("e");
    }
    return out.raw("e").toBytes();
  }
}
