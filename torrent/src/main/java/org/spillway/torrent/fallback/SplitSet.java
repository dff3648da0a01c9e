package org.spillway.torrent.fallback;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The only string of a base record, {@code v=bt1;n=COUNT;h=FIRST16HEX;s=PARTS}.
 *
 * @param count the number of tagged records in all parts together
 * @param hash the first 16 hex digits of the SHA-256 over the .torrent
 * @param parts the number of names that hold them
 */
public record SplitSet(int count, String hash, int parts) {
  private static final Pattern FORM =
      Pattern.compile("v=bt1;n=(\\d{1,4});h=([0-9a-f]{16});s=(\\d{1,3})");

  public SplitSet {
    if (!isPossible(count, parts)) {
      throw new IllegalArgumentException("%d records in %d parts".formatted(count, parts));
    }
    if (!hash.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException("a set's hash has 16 lower-case hex digits: " + hash);
    }
  }

  private static boolean isPossible(int count, int parts) {
    return parts >= 1 && parts <= FallbackProfile.MAX_PARTS && count >= parts && count <= 9999;
  }

  static Optional<SplitSet> parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int count = Integer.parseInt(matcher.group(1));
    int parts = Integer.parseInt(matcher.group(3));
    return isPossible(count, parts)
        ? Optional.of(new SplitSet(count, matcher.group(2), parts))
        : Optional.empty();
  }

  /** Returns what the tags of its records share. */
  String tag() {
    return RecordTag.set(count, hash);
  }

  @Override
  public String toString() {
    return "v=bt1;" + tag() + ";s=" + parts;
  }
}
