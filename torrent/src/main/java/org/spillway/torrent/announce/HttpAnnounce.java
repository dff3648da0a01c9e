package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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

/**
 * Encodes and decodes announces over HTTP: query strings and bencoded answers (BEP 3, 7, 23, 24).
 */
public final class HttpAnnounce {
  private HttpAnnounce() {}

  /**
   * Reads a request. Only {@code info_hash}, {@code peer_id} and {@code port} are required; unknown
   * keys, names of hosts as {@code ip}, events of later BEPs, and other values that cannot be read
   * are ignored.
   *
   * @param query the part of the request target behind the question mark
   * @throws MalformedAnnounceException if the request cannot be read; the exception names the key
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

  /**
   * Returns a number for a key, which usually is eight hex digits; the number only has to be the
   * same each time.
   */
  private static int key(String key) {
    boolean hex =
        !key.isEmpty() && key.length() <= 8 && key.chars().allMatch(HexFormat::isHexDigit);
    return hex ? HexFormat.fromHexDigits(key) : key.hashCode();
  }

  private static int numWant(long number) {
    return (int) Math.max(AnnounceRequest.DEFAULT_NUM_WANT, Math.min(number, Integer.MAX_VALUE));
  }

  /** Returns at most one address of each family, IPv4 first. */
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

  /**
   * Returns the query string of a request that tells the tracker its own id.
   *
   * @param trackerId as {@link Announced#trackerId} gave it; nothing is told if it is empty
   */
  public static String query(AnnounceRequest request, String trackerId) {
    String query = query(request);
    return trackerId.isEmpty()
        ? query
        : query + '&' + new QueryWriter().put("trackerid", trackerId.getBytes(ISO_8859_1));
  }

  /** Returns the query string of a request, which follows the announce URL and a {@code ?}. */
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
   * Returns the bencoded body of an answer, with all peers in one string for each family (BEP 7,
   * BEP 23).
   *
   * @param client the client's address as the tracker sees it, which the answer tells (BEP 24)
   */
  public static byte[] encodeCompact(AnnounceAnswer answer, InetAddress client) {
    return answer instanceof Announced announced
        ? HttpAnswerWriter.compact(announced, client)
        : encodeFailure((Failed) answer);
  }

  /**
   * Returns the bencoded body of an answer in which every peer has a dictionary of its own (BEP 3),
   * for clients that do not ask for the compact form.
   *
   * @param client the client's address as the tracker sees it, which the answer tells (BEP 24)
   * @param peerIds returns the id of a peer, as far as it is known
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
   * Reads the body of an answer, with peers in any of their forms. Peers whose address is a name,
   * or to which nobody can connect, are left out; unknown keys are ignored.
   *
   * @throws MalformedAnnounceException if the answer cannot be read; the exception names the key
   */
  public static AnnounceAnswer decode(byte[] body) throws MalformedAnnounceException {
    return HttpAnswerReader.announce(body);
  }
}
