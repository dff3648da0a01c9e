package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceAnswer.Announced;
import org.spillway.torrent.announce.AnnounceAnswer.Failed;

/** Announces over HTTP: query strings and bencoded answers (BEP 3, 7, 23, 24). */
public final class HttpAnnounce {
  private HttpAnnounce() {}

  /**
   * Reads a request. Only {@code info_hash}, {@code peer_id} and {@code port} must be there; keys
   * that are not known, names of hosts as {@code ip}, events of later BEPs, and other values that
   * cannot be read are ignored.
   *
   * @param query as it stands in the request target behind the question mark
   * @throws MalformedAnnounceException names the key
   */
  public static AnnounceRequest parse(String query) throws MalformedAnnounceException {
    var parameters = new QueryString(query);
    return new AnnounceRequest(
        InfoHash.of(parameters.bytes("info_hash", InfoHash.LENGTH)),
        PeerId.of(parameters.bytes("peer_id", PeerId.LENGTH)),
        byteCount(parameters.number("uploaded", 0)),
        byteCount(parameters.number("downloaded", 0)),
        byteCount(parameters.number("left", AnnounceRequest.UNKNOWN_LEFT)),
        AnnounceEvent.ofText(parameters.text("event").orElse("")),
        port(parameters.number("port")),
        key(parameters.text("key").orElse("")),
        numWant(parameters.number("numwant", AnnounceRequest.DEFAULT_NUM_WANT)),
        addresses(parameters),
        !parameters.text("compact").orElse("").equals("0"));
  }

  private static long byteCount(long number) {
    return number < 0 ? AnnounceRequest.UNKNOWN_LEFT : number;
  }

  private static int port(long number) throws MalformedAnnounceException {
    if (number < 0 || number > 65535) {
      throw new MalformedAnnounceException("port", "0 to 65535, not " + number);
    }
    return (int) number;
  }

  /** Mostly eight hex digits; whatever else it is, only being the same again counts. */
  private static int key(String key) {
    boolean hex =
        !key.isEmpty() && key.length() <= 8 && key.chars().allMatch(HexFormat::isHexDigit);
    return hex ? HexFormat.fromHexDigits(key) : key.hashCode();
  }

  private static int numWant(long number) {
    return (int) Math.max(AnnounceRequest.DEFAULT_NUM_WANT, Math.min(number, Integer.MAX_VALUE));
  }

  /** One of each family at most, IPv4 first. */
  private static List<InetAddress> addresses(QueryString parameters) {
    SortedMap<Boolean, InetAddress> byFamily = new TreeMap<>();
    for (String key : List.of("ip", "ipv4", "ipv6")) {
      parameters
          .text(key)
          .flatMap(Addresses::parse)
          .ifPresent(address -> byFamily.putIfAbsent(address instanceof Inet6Address, address));
    }
    return List.copyOf(byFamily.values());
  }

  /** The query string of a request, to be appended to the announce URL behind {@code ?}. */
  public static String query(AnnounceRequest request) {
    var query =
        new QueryWriter()
            .put("info_hash", request.infoHash().toBytes())
            .put("peer_id", request.peerId().toBytes())
            .put("port", request.port())
            .put("uploaded", request.uploaded())
            .put("downloaded", request.downloaded())
            .put("left", request.left())
            .put("compact", request.compact() ? 1 : 0)
            .put("key", HexFormat.of().toHexDigits(request.key()));
    if (request.numWant() != AnnounceRequest.DEFAULT_NUM_WANT) {
      query.put("numwant", request.numWant());
    }
    if (request.event() != AnnounceEvent.NONE) {
      query.put("event", request.event().text());
    }
    for (InetAddress address : request.addresses()) {
      String key = address instanceof Inet6Address ? "ipv6" : "ipv4";
      query.put(key, address.getHostAddress().getBytes(UTF_8));
    }
    return query.toString();
  }

  /**
   * The bencoded body of an answer, with all peers in one string for each family (BEP 7, BEP 23).
   *
   * @param client as the tracker sees it: the answer tells (BEP 24)
   */
  public static byte[] encodeCompact(AnnounceAnswer answer, InetAddress client) {
    return answer instanceof Announced announced
        ? HttpAnswerWriter.compact(announced, client)
        : encodeFailure((Failed) answer);
  }

  /**
   * The bencoded body of an answer in which every peer has a dictionary of its own (BEP 3), as
   * those want it who do not ask for the compact form.
   *
   * @param client as the tracker sees it: the answer tells (BEP 24)
   * @param peerIds what the peers call themselves, as far as that is known
   */
  public static byte[] encodeList(
      AnnounceAnswer answer, InetAddress client, Function<PeerAddress, Optional<PeerId>> peerIds) {
    return answer instanceof Announced announced
        ? HttpAnswerWriter.list(announced, client, peerIds)
        : encodeFailure((Failed) answer);
  }

  private static byte[] encodeFailure(Failed failed) {
    return HttpAnswerWriter.failure(failed.reason(), failed.retryIn());
  }

  /**
   * Reads the body of an answer, with peers in any of their forms. A peer whose address is a name,
   * or that nobody can connect to, is left out; keys that are not known are ignored.
   *
   * @throws MalformedAnnounceException names the key
   */
  public static AnnounceAnswer decode(byte[] body) throws MalformedAnnounceException {
    return HttpAnswerReader.announce(body);
  }
}
