package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.bencode.Bencode;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeInteger;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;
import org.spillway.torrent.bencode.MalformedBencodeException;

/** Reads what trackers answer over HTTP. */
final class HttpAnswerReader {
  /** The length of the longest id of a tracker that is kept, in bytes. */
  private static final int MAX_TRACKER_ID = 256;

  private HttpAnswerReader() {}

  static AnnounceAnswer announce(byte[] body) throws MalformedAnnounceException {
    var answer = dictionary("announce", body);
    var failure = failure(answer);
    if (failure.isPresent()) {
      return new AnnounceAnswer.Failed(failure.get(), retryIn(answer));
    }
    if (answer.get("interval").isEmpty()) {
      throw new MalformedAnnounceException("interval", "missing");
    }
    return new AnnounceAnswer.Announced(
        Duration.ofSeconds(number(answer, "interval")),
        Duration.ofSeconds(number(answer, "min interval")),
        number(answer, "complete"),
        number(answer, "incomplete"),
        peers(answer),
        trackerId(answer));
  }

  /** Reads the id that the tracker wants to be told; one that is too long counts as missing. */
  private static String trackerId(BencodeDictionary answer) {
    return answer
        .get("tracker id", BencodeString.class)
        .filter(id -> id.length() <= MAX_TRACKER_ID)
        .map(id -> new String(id.toBytes(), ISO_8859_1))
        .orElse("");
  }

  static ScrapeAnswer scrape(byte[] body) throws MalformedAnnounceException {
    var answer = dictionary("scrape", body);
    var failure = failure(answer);
    if (failure.isPresent()) {
      return new ScrapeAnswer.Failed(failure.get(), retryIn(answer));
    }
    Map<InfoHash, SwarmCounts> files = new HashMap<>();
    var entries =
        answer
            .get("files", BencodeDictionary.class)
            .orElseThrow(() -> new MalformedAnnounceException("files", "missing"))
            .entries();
    for (var entry : entries.entrySet()) {
      files.put(infoHash(entry.getKey()), counts(entry.getValue()));
    }
    return new ScrapeAnswer.Scraped(files);
  }

  private static BencodeDictionary dictionary(String message, byte[] body)
      throws MalformedAnnounceException {
    try {
      if (Bencode.decode(body) instanceof BencodeDictionary dictionary) {
        return dictionary;
      }
      throw new MalformedAnnounceException(message, "not a dictionary");
    } catch (MalformedBencodeException e) {
      throw new MalformedAnnounceException(message, "not bencoded, " + e.getMessage(), e);
    }
  }

  private static Optional<String> failure(BencodeDictionary answer) {
    return answer.get("failure reason", BencodeString.class).map(BencodeString::text);
  }

  /**
   * Reads when to try again; a value that cannot be read, such as {@code never}, counts as missing.
   */
  private static Duration retryIn(BencodeDictionary answer) {
    long minutes =
        answer.get("retry in", BencodeInteger.class).map(BencodeInteger::value).orElse(0L);
    boolean fits = minutes > 0 && minutes <= Integer.MAX_VALUE / 60;
    return fits ? Duration.ofMinutes(minutes) : Duration.ZERO;
  }

  private static InfoHash infoHash(BencodeString key) throws MalformedAnnounceException {
    if (key.length() != InfoHash.LENGTH) {
      throw new MalformedAnnounceException(
          "files", "an infohash has 20 bytes, not " + key.length());
    }
    return InfoHash.of(key.toBytes());
  }

  private static SwarmCounts counts(BencodeValue value) throws MalformedAnnounceException {
    if (!(value instanceof BencodeDictionary file)) {
      throw new MalformedAnnounceException("files", "a value that is not a dictionary");
    }
    int incomplete = number(file, "incomplete");
    boolean tellsDownloaders = file.get("downloaders").isPresent();
    return new SwarmCounts(
        number(file, "complete"),
        number(file, "downloaded"),
        incomplete,
        tellsDownloaders ? number(file, "downloaders") : incomplete);
  }

  /** Reads a number, which is 0 if it is missing. */
  private static int number(BencodeDictionary dictionary, String key)
      throws MalformedAnnounceException {
    long value = dictionary.get(key, BencodeInteger.class).map(BencodeInteger::value).orElse(0L);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedAnnounceException(
          key, "0 to %d, not %d".formatted(Integer.MAX_VALUE, value));
    }
    return (int) value;
  }

  private static List<PeerAddress> peers(BencodeDictionary answer)
      throws MalformedAnnounceException {
    List<PeerAddress> peers = new ArrayList<>();
    peers.addAll(compact(answer, "peers", false));
    answer.get("peers", BencodeList.class).ifPresent(list -> addListed(list, peers));
    peers.addAll(compact(answer, "peers6", true));
    return peers;
  }

  private static List<PeerAddress> compact(BencodeDictionary answer, String key, boolean ipv6)
      throws MalformedAnnounceException {
    var peers = answer.get(key, BencodeString.class);
    if (peers.isEmpty()) {
      return List.of();
    }
    int length = ipv6 ? CompactPeers.IPV6_LENGTH : CompactPeers.IPV4_LENGTH;
    if (peers.get().length() % length != 0) {
      throw new MalformedAnnounceException(
          key, "%d bytes, expected a multiple of %d".formatted(peers.get().length(), length));
    }
    return CompactPeers.read(ByteBuffer.wrap(peers.get().toBytes()), ipv6);
  }

  private static void addListed(BencodeList list, List<PeerAddress> peers) {
    for (BencodeValue value : list.values()) {
      if (value instanceof BencodeDictionary peer) {
        listed(peer).ifPresent(peers::add);
      }
    }
  }

  private static Optional<PeerAddress> listed(BencodeDictionary peer) {
    var address =
        peer.get("ip", BencodeString.class).map(BencodeString::text).flatMap(Addresses::parse);
    long port = peer.get("port", BencodeInteger.class).map(BencodeInteger::value).orElse(0L);
    if (port < 1 || port > 65535) {
      return Optional.empty();
    }
    return address.map(inet -> new PeerAddress(inet, (int) port));
  }
}
