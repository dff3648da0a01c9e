package org.spillway.torrent.fallback;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.spillway.torrent.Digests;
import org.spillway.torrent.PercentEncoding;

/**
 * The SHA-1 of the target of a GET, which is the first label of the name that holds its fallback
 * records. Immutable.
 */
public final class RequestHash implements Comparable<RequestHash> {
  /** The label under the host below which the records are kept. */
  public static final String ZONE_LABEL = "_torrent";

  private static final int DIGITS = 40;

  /** The digits as numbers, which take a third of the memory of a text: millions can be known. */
  private final long first;

  private final long second;
  private final int last;

  /**
   * Makes a hash of its digits.
   *
   * @param hex 40 lower-case hex digits
   * @throws IllegalArgumentException if they are anything else
   */
  public RequestHash(String hex) {
    if (!hex.matches("[0-9a-f]{40}")) {
      throw new IllegalArgumentException("a request hash has 40 lower-case hex digits: " + hex);
    }
    int inLong = 2 * Long.BYTES;
    this.first = HexFormat.fromHexDigitsToLong(hex, 0, inLong);
    this.second = HexFormat.fromHexDigitsToLong(hex, inLong, 2 * inLong);
    this.last = HexFormat.fromHexDigits(hex, 2 * inLong, DIGITS);
  }

  /**
   * Returns the hash of a request target as a client sends it, path and query. It is normalised
   * first: percent-encoding (RFC 3986 §6.2.2.2) and dot segments (§6.2.2.3); an empty path becomes
   * {@code /}, and a fragment is cut off.
   */
  public static RequestHash ofTarget(String target) {
    int fragment = target.indexOf('#');
    String sent = fragment < 0 ? target : target.substring(0, fragment);
    int query = sent.indexOf('?');
    String path = query < 0 ? sent : sent.substring(0, query);
    String rest = query < 0 ? "" : PercentEncoding.normalize(sent.substring(query));
    return hash(withoutDotSegments(PercentEncoding.normalize(path)) + rest);
  }

  /**
   * Returns the hashes under which the file of a request target may stand, in the order in which to
   * ask for them: that of the target itself, that of its canonical path with the query, and that of
   * the canonical path alone. One file has many spellings, such as {@code /g%2B%2B} and {@code
   * /g++} or {@code //g} and {@code /g}, and file servers ignore queries; records stand at the
   * canonical path, which has no empty segments.
   */
  public static List<RequestHash> candidates(String target) {
    int end = target.replace('#', '?').indexOf('?');
    String path = canonicalPath(end < 0 ? target : target.substring(0, end));
    String rest = end < 0 ? "" : target.substring(end);
    return Stream.of(target, path + rest, path).map(RequestHash::ofTarget).distinct().toList();
  }

  private static String canonicalPath(String raw) {
    return withoutDotSegments(PercentEncoding.canonicalPath(raw)).replaceAll("/{2,}", "/");
  }

  /**
   * Returns the hash of the target that asks for a file.
   *
   * @param path the decoded path from the root of the server, with a leading slash
   */
  public static RequestHash ofPath(String path) {
    return hash(withoutDotSegments(PercentEncoding.path(path)));
  }

  private static RequestHash hash(String target) {
    byte[] sha1 = Digests.sha1().digest(target.getBytes(US_ASCII));
    return new RequestHash(HexFormat.of().formatHex(sha1));
  }

  /**
   * Removes dot segments (RFC 3986 §5.2.4) from a path; one without a leading slash is handled as
   * if it had one.
   */
  private static String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      boolean last = i == segments.length - 1;
      boolean dots = segment.equals(".") || segment.equals("..");
      if (segment.equals("..")) {
        kept.pollLast();
      }
      if (!dots) {
        kept.addLast(segment);
      } else if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Returns the 40 lower-case hex digits. */
  public String hex() {
    var hex = HexFormat.of();
    return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(last);
  }

  /** Returns {@code [sha1]._torrent.[host]}, without a final dot. */
  public String nameUnder(String host) {
    return hex() + "." + ZONE_LABEL + "." + host;
  }

  @Override
  public int compareTo(RequestHash other) {
    int order = Long.compareUnsigned(first, other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second, other.second);
    }
    return order == 0 ? Integer.compareUnsigned(last, other.last) : order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestHash that
        && first == that.first
        && second == that.second
        && last == that.last;
  }

  /** Returns a part of the hash: a digest is spread evenly already. */
  @Override
  public int hashCode() {
    return last;
  }

  @Override
  public String toString() {
    return hex();
  }
}
