package org.spillway.negotiation.fields;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The integrity fields that a request asks for or declines. SHA-256 is the only algorithm;
 * preferences for others are ignored, as RFC 9530 §4 allows.
 *
 * @param digest the preference in Want-Digest (RFC 3230 §4.3.1)
 * @param reprDigest the preference in Want-Repr-Digest (RFC 9530 §4)
 * @param contentDigest the preference in Want-Content-Digest (RFC 9530 §4)
 */
public record DigestPreferences(
    Preference digest, Preference reprDigest, Preference contentDigest) {
  public static final DigestPreferences NONE =
      new DigestPreferences(Preference.UNSAID, Preference.UNSAID, Preference.UNSAID);

  private static final String ALGORITHM = "sha-256";

  /** A member of a dictionary whose value is an integer, with parameters (RFC 8941 §3.2). */
  private static final Pattern MEMBER =
      Pattern.compile("(?<key>[a-z*][a-z0-9_.*-]*)(?:=(?<value>-?[0-9]{1,15}))?(?: *;.*)?");

  public enum Preference {
    UNSAID,
    YES,
    NO;

    public static Preference of(int weight) {
      return weight > 0 ? YES : NO;
    }
  }

  /** Reads the preferences of a request. Nearly every request has none. */
  public static DigestPreferences of(RequestHead request) {
    String digest = request.field("Want-Digest");
    String reprDigest = request.field("Want-Repr-Digest");
    String contentDigest = request.field("Want-Content-Digest");
    return digest.isEmpty() && reprDigest.isEmpty() && contentDigest.isEmpty()
        ? NONE
        : new DigestPreferences(
            weighted(digest), preference(reprDigest), preference(contentDigest));
  }

  private static Preference weighted(String field) {
    return QualityItem.parseList(field).stream()
        .filter(algorithm -> algorithm.name().equals(ALGORITHM))
        .findFirst()
        .map(algorithm -> Preference.of(algorithm.weight()))
        .orElse(Preference.UNSAID);
  }

  /**
   * Reads a dictionary of weights, from 0 for never to 10 for the first choice; of several the last
   * counts. One malformed member makes the whole dictionary void (RFC 8941 §4.2).
   */
  private static Preference preference(String dictionary) {
    var preference = Preference.UNSAID;
    for (String text : QualityItem.split(dictionary, ',')) {
      var member = MEMBER.matcher(text);
      if (!member.matches()) {
        return Preference.UNSAID;
      }
      if (member.group("key").equals(ALGORITHM)) {
        preference = ofWeight(member.group("value"));
      }
    }
    return preference;
  }

  /** Reads one weight; values that are no weight are ignored. */
  private static Preference ofWeight(@Nullable String value) {
    int preference = value == null || value.length() > 2 ? -1 : Integer.parseInt(value);
    return preference >= 0 && preference <= 10 ? Preference.of(preference) : Preference.UNSAID;
  }
}
