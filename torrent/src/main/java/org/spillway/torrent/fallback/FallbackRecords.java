package org.spillway.torrent.fallback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMagnetLinkException;

/**
 * Writes and reads the TXT RRsets at a fallback name and at the names of its parts. An RRset is a
 * list of records, and a record a list of strings of at most 255 ASCII characters each.
 *
 * <p>Plain: one record whose strings, joined, are the base64 of the .torrent. Tagged: several
 * records, each with {@code v=bt1;i=K;n=COUNT;h=FIRST16HEX} as its first string. Split: one record
 * {@code v=bt1;n=COUNT;h=FIRST16HEX;s=PARTS}, and tagged records, numbered from 1 to COUNT through
 * all parts, at the names below. Magnet: one record, {@code v=bt1;m=} and a link. A signature may
 * stand beside each of these, in a record of its own.
 */
public final class FallbackRecords {
  private static final String OURS = "v=bt1;";
  private static final String MAGNET = OURS + "m=";

  private FallbackRecords() {}

  /**
   * Returns the shortest of the plain, tagged and split forms that holds the torrent.
   *
   * @throws IllegalArgumentException if the torrent is longer than {@link
   *     FallbackProfile#maxTorrent}; the magnet form remains for it
   */
  public static PublishedForm of(byte[] torrent, FallbackProfile profile) {
    return of(torrent, profile, FallbackProfile.SET_RECORDS);
  }

  /**
   * Returns the shortest form, with room for the record of a signature beside those of the base.
   *
   * @throws IllegalArgumentException if the torrent is too long
   */
  public static PublishedForm toBeSigned(byte[] torrent, FallbackProfile profile) {
    return of(torrent, profile, profile.besideSignature());
  }

  private static PublishedForm of(byte[] torrent, FallbackProfile profile, int mostTagged) {
    if (torrent.length > profile.maxTorrent()) {
      throw new IllegalArgumentException(
          "a .torrent must have at most %2$d bytes, had %1$d"
              .formatted(torrent.length, profile.maxTorrent()));
    }
    if (torrent.length <= profile.maxPlain()) {
      return new PublishedForm(List.of(TxtStrings.strings(torrent)), List.of());
    }
    var records = tagged(torrent, profile.recordBytes());
    return records.size() <= mostTagged
        ? new PublishedForm(records, List.of())
        : split(records, RecordTag.hash(torrent));
  }

  /**
   * Returns the plain form if the .torrent fits one record, otherwise the tagged form.
   *
   * @return an empty list if the .torrent fits no RRset
   */
  public static List<List<String>> of(byte[] torrent) {
    var profile = FallbackProfile.DEFAULT;
    return torrent.length <= profile.maxTagged() ? of(torrent, profile).base() : List.of();
  }

  private static List<List<String>> tagged(byte[] torrent, int recordBytes) {
    int count = (torrent.length + recordBytes - 1) / recordBytes;
    String hash = RecordTag.hash(torrent);
    List<List<String>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = i * recordBytes;
      int end = Math.min(start + recordBytes, torrent.length);
      List<String> record = new ArrayList<>();
      record.add(new RecordTag(i + 1, count, hash).toString());
      record.addAll(TxtStrings.strings(Arrays.copyOfRange(torrent, start, end)));
      records.add(record);
    }
    return records;
  }

  private static PublishedForm split(List<List<String>> records, String hash) {
    List<List<List<String>>> parts = new ArrayList<>();
    for (int at = 0; at < records.size(); at += FallbackProfile.SET_RECORDS) {
      int end = Math.min(at + FallbackProfile.SET_RECORDS, records.size());
      parts.add(records.subList(at, end));
    }
    var base = new SplitSet(records.size(), hash, parts.size());
    return new PublishedForm(List.of(List.of(base.toString())), parts);
  }

  /** Returns the link in a record, as it stands there; empty if the record has none. */
  public static Optional<String> magnetLink(List<String> record) {
    String joined = String.join("", record);
    return joined.startsWith(MAGNET)
        ? Optional.of(joined.substring(MAGNET.length()))
        : Optional.empty();
  }

  /** Returns the magnet form. */
  public static List<List<String>> of(MagnetLink link) {
    return List.of(TxtStrings.strings(MAGNET + link));
  }

  /**
   * Returns whether any record of an RRset looks like one of ours, whole or broken. Others have TXT
   * records, too, and a wildcard among them stands at every name (RFC 4592).
   */
  public static boolean areIn(List<List<String>> rrset) {
    return rrset.stream()
        .map(record -> String.join("", record))
        .anyMatch(
            joined -> joined.startsWith(OURS) || plain(joined, new ArrayList<>()).isPresent());
  }

  /**
   * Reads the RRset of a fallback name, whatever the order of its records is. Records that are not
   * ours, or broken, are ignored. Several tagged sets may stand beside each other while a file
   * changes; the first whole one counts.
   *
   * @throws MalformedRecordsException if the RRset has no whole torrent, no base record and no
   *     magnet link
   */
  public static FallbackAnswer parse(List<List<String>> rrset) throws MalformedRecordsException {
    var tagged = new TaggedSets();
    List<SplitSet> splits = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (List<String> record : rrset) {
      String joined = String.join("", record);
      var whole = joined.startsWith(MAGNET) ? magnet(joined, problems) : plain(joined, problems);
      if (whole.isPresent()) {
        return whole.get();
      }
      tagged.add(record);
      SplitSet.parse(joined).ifPresent(splits::add);
    }
    var torrent = tagged.torrent();
    if (torrent.isPresent()) {
      return new FallbackAnswer.Torrent(torrent.get());
    }
    if (!splits.isEmpty()) {
      return new FallbackAnswer.Split(splits);
    }
    throw new MalformedRecordsException(problem(problems, tagged));
  }

  private static String problem(List<String> problems, TaggedSets tagged) {
    if (!problems.isEmpty()) {
      return String.join("; ", problems);
    }
    return tagged.names().isEmpty()
        ? "no record holds a torrent or a magnet link"
        : "tagged records of which some are missing or wrong: " + tagged.names();
  }

  /**
   * Joins the torrent of a split form, whatever the order of its parts and records is, and whatever
   * else stands beside them.
   *
   * @param parts the RRset of each part, by its number, without those that could not be found
   * @throws MalformedRecordsException if no set is whole; the message says which parts and records
   *     are missing
   */
  public static FallbackAnswer.Torrent join(
      FallbackAnswer.Split split, Map<Integer, List<List<String>>> parts)
      throws MalformedRecordsException {
    var tagged = new TaggedSets();
    parts.values().forEach(part -> part.forEach(tagged::add));
    for (SplitSet set : split.sets()) {
      var torrent = tagged.torrent(set.tag());
      if (torrent.isPresent()) {
        return new FallbackAnswer.Torrent(torrent.get());
      }
    }
    throw new MalformedRecordsException(
        String.join("; ", split.sets().stream().map(set -> problem(set, parts, tagged)).toList()));
  }

  private static String problem(
      SplitSet set, Map<Integer, List<List<String>>> parts, TaggedSets tagged) {
    var absent = new ArrayList<Integer>();
    for (int part = 1; part <= set.parts(); part++) {
      if (parts.getOrDefault(part, List.of()).isEmpty()) {
        absent.add(part);
      }
    }
    String without = absent.isEmpty() ? "" : "without its parts " + absent + ": ";
    return "split torrent " + set + ": " + without + tagged.problem(set.tag(), set.count());
  }

  private static Optional<FallbackAnswer> magnet(String record, List<String> problems) {
    try {
      var link = MagnetLink.parse(record.substring(MAGNET.length()));
      return Optional.of(new FallbackAnswer.Magnet(link));
    } catch (MalformedMagnetLinkException e) {
      problems.add("magnet link: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Reads the plain form: the base64 of a bencoded dictionary, a {@code d} and a digit, begins with
   * these letters.
   */
  private static Optional<FallbackAnswer> plain(String record, List<String> problems) {
    if (!record.startsWith("ZD")) {
      return Optional.empty();
    }
    var torrent = TxtStrings.decode(record);
    if (torrent.isEmpty()) {
      problems.add("not base64");
    }
    return torrent.map(FallbackAnswer.Torrent::new);
  }
}
