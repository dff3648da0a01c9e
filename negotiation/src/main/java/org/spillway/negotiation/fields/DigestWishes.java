package org.spillway.negotiation.fields;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The integrity fields that a request asks for or declines. SHA-256 is the only algorithm;
 * preferences for others are ignored, as RFC 9530 §4 allows.
 *
 * @param digest by Want-Digest (RFC 3230 §4.3.1)
 * @param reprDigest by Want-Repr-Digest (RFC 9530 §4)
 * @param contentDigest by Want-Content-Digest (RFC 9530 §4)
 */
public record DigestWishes(Wish digest, Wish reprDigest, Wish contentDigest) {
  public static final DigestWishes NONE = new DigestWishes(Wish.UNSAID, Wish.UNSAID, Wish.UNSAID);

  private static final String ALGORITHM = "sha-256";

  /** A member of a dictionary whose value is an integer, with parameters (RFC 8941 §3.2). */
  private static final Pattern MEMBER =
      Pattern.compile("(?<key>[a-z*][a-z0-9_.*-]*)(?:=(?<value>-?[0-9]{1,15}))?(?: *;.*)?");

  public enum Wish {
    UNSAID,
    YES,
    NO;

    public static Wish of(int weight) {
      return weight > 0 ? YES : NO;
    }
  }

  /** Reads the preferences of a request. Nearly every request has none. */
  public static DigestWishes of(RequestHead request) {
    String digest = request.field("Want-Digest");
    String reprDigest = request.field("Want-Repr-Digest");
    String contentDigest = request.field("Want-Content-Digest");
    return digest.isEmpty() && reprDigest.isEmpty() && contentDigest.isEmpty()
        ? NONE
        : new DigestWishes(weighted(digest), preference(reprDigest), preference(contentDigest));
  }

  private static Wish weighted(String field) {
    return Weighted.parseList(field).stream()
        .filter(algorithm -> algorithm.name().equals(ALGORITHM))
        .findFirst()
        .map(algorithm -> Wish.of(algorithm.weight()))
        .orElse(Wish.UNSAID);
  }

  /**
   * Reads a dictionary of weights, from 0 for never to 10 for the first choice; of several the last
   * counts. One malformed member makes the whole dictionary void (RFC 8941 §4.2).
   */
  private static Wish preference(String dictionary) {
    var wish = Wish.UNSAID;
    for (String text : Weighted.split(dictionary, ',')) {
      var member = MEMBER.matcher(text);
      if (!member.matches()) {
        return Wish.UNSAID;
      }
      if (member.group("key").equals(ALGORITHM)) {
        wish = wish(member.group("value"));
      }
    }
    return wish;
  }

  /** Reads one weight; values that are no weight are ignored. */
  private static Wish wish(@Nullable String value) {
    int preference = value == null || value.length() > 2 ? -1 : Integer.parseInt(value);
    return preference >= 0 && preference <= 10 ? Wish.of(preference) : Wish.UNSAID;
  }
}
