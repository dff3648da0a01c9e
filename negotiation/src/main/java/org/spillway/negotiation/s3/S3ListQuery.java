package org.spillway.negotiation.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Set;
import org.spillway.torrent.PercentEncoding;

/**
 * The parameters of ListObjectsV2, the older ListObjects, and ListBuckets.
 *
 * @param query those parameters that the answer shows or depends on
 * @param after the key or common prefix after which the listing begins; empty from the start
 * @param most entries of the answer, 0 or more
 * @param encodes whether keys are to be percent-encoded, as XML cannot hold all of them
 */
record S3ListQuery(S3Query query, String after, int most, boolean encodes) {
  private static final String CONTINUATION = "continuation-token";
  private static final String ENCODING = "encoding-type";

  private static final Set<String> SHOWN =
      Set.of("list-type", "prefix", "delimiter", "start-after", CONTINUATION, "fetch-owner");

  /**
   * @param mostName the parameter that limits the number of entries
   * @param most the greatest such limit, and the one that holds without that parameter
   * @throws IllegalArgumentException if a parameter cannot be understood; says which
   */
  static S3ListQuery of(S3Query query, String mostName, int most) {
    return new S3ListQuery(
        query.only(SHOWN), after(query), most(query, mostName, most), encodes(query));
  }

  private static String after(S3Query query) {
    if (query.has(CONTINUATION)) {
      return decodeToken(query.get(CONTINUATION));
    }
    return isSecond(query) ? query.get("start-after") : query.get("marker");
  }

  private static boolean isSecond(S3Query query) {
    return query.get("list-type").equals("2");
  }

  private static int most(S3Query query, String name, int most) {
    String text = query.get(name);
    if (text.isEmpty()) {
      return most;
    }
    if (!text.matches("[0-9]{1,10}")) {
      throw new IllegalArgumentException(name + ": a number from 0 to " + most);
    }
    return (int) Math.min(most, Long.parseLong(text));
  }

  private static boolean encodes(S3Query query) {
    if (query.has(ENCODING) && !query.get(ENCODING).equalsIgnoreCase("url")) {
      throw new IllegalArgumentException("Invalid Encoding Method specified in Request");
    }
    return query.has(ENCODING);
  }

  /** Returns whether it is ListObjectsV2. */
  boolean isSecond() {
    return isSecond(query);
  }

  String prefix() {
    return query.get("prefix");
  }

  /** Returns the delimiter by which keys are grouped; empty if they are not. */
  String delimiter() {
    return query.get("delimiter");
  }

  /** Returns the token that a client sends to continue after a key; empty for an empty key. */
  static String token(String after) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(after.getBytes(UTF_8));
  }

  private static String decodeToken(String token) {
    String after = decodeBase64(token);
    if (after.isEmpty() || !token(after).equals(token)) {
      throw new IllegalArgumentException("The continuation token provided is incorrect");
    }
    return after;
  }

  private static String decodeBase64(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Returns a key as the answer shows it, before it is escaped for XML. */
  String shown(String key) {
    return encodes ? PercentEncoding.component(key).replace("%2F", "/") : key;
  }
}
