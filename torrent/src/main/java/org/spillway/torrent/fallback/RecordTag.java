package org.spillway.torrent.fallback;

import java.util.Optional;
import java.util.regex.Pattern;
import org.spillway.torrent.Sha256;

/**
 * The first string of a tagged record: {@code v=bt1;i=K;n=COUNT;h=FIRST16HEX}.
 *
 * @param index the number of the record, from 1 to {@code count}
 * @param count the number of all records
 * @param hash the first 16 hex digits of the SHA-256 over the .torrent
 */
record RecordTag(int index, int count, String hash) {
  private static final Pattern FORM =
      Pattern.compile("v=bt1;i=(\\d{1,4});n=(\\d{1,4});h=([0-9a-f]{16})");

  static Optional<RecordTag> parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int index = Integer.parseInt(matcher.group(1));
    int count = Integer.parseInt(matcher.group(2));
    return index < 1 || index > count
        ? Optional.empty()
        : Optional.of(new RecordTag(index, count, matcher.group(3)));
  }

  static String hash(byte[] torrent) {
    return Sha256.digest(torrent).toString().substring(0, 16);
  }

  /** Returns what the tags of one torrent share. */
  static String set(int count, String hash) {
    return "n=" + count + ";h=" + hash;
  }

  String set() {
    return set(count, hash);
  }

  @Override
  public String toString() {
    return "v=bt1;i=" + index + ";" + set();
  }
}
