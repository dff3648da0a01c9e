package org.spillway.torrent.fallback;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.MalformedMagnetLinkException;
import org.spillway.torrent.Sha256;

/**
 * The TXT RRset at a fallback name. An RRset is a list of records, a record a list of strings of at
 * most 255 ASCII characters each.
 *
 * <p>Plain: one record whose strings, joined, are the base64 of the .torrent. Tagged: several
 * records, each with a {@link Tag} as its first string. Magnet: one record, {@code v=bt1;m=} and a
 * link.
 */
public final class FallbackRecords {
  /** The longest .torrent, in bytes, that one record holds and every name server passes on. */
  public static final int MAX_PLAIN = 11_900;

  /** Records in one RRset: BIND refuses a zone with more than 100. */
  public static final int MAX_RECORDS = 90;

  /** All of an RRset's strings with their length bytes: an answer must stay below 64 KiB. */
  public static final int MAX_RRSET = 60_000;

  /** Bytes of the .torrent in one tagged record: with its tag no longer than a plain one. */
  private static final int TAGGED_PART = 11_700;

  private static final int MAX_STRING = 255;
  private static final String MAGNET = "v=bt1;m=";

  private FallbackRecords() {}

  /**
   * Plain where the .torrent fits one record, else tagged.
   *
   * @return an empty list if it fits no RRset: the magnet form is left for it
   */
  public static List<List<String>> of(byte[] torrent) {
    if (torrent.length <= MAX_PLAIN) {
      return List.of(strings(base64(torrent)));
    }
    var records = tagged(torrent);
    return size(records) <= MAX_RRSET ? records : List.of();
  }

  private static List<List<String>> tagged(byte[] torrent) {
    int count = (torrent.length + TAGGED_PART - 1) / TAGGED_PART;
    String hash = Tag.hash(torrent);
    List<List<String>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = i * TAGGED_PART;
      int end = Math.min(start + TAGGED_PART, torrent.length);
      List<String> record = new ArrayList<>();
      record.add(new Tag(i + 1, count, hash).toString());
      record.addAll(strings(base64(Arrays.copyOfRange(torrent, start, end))));
      records.add(List.copyOf(record));
    }
    return List.copyOf(records);
  }

  /** The magnet form. */
  public static List<List<String>> of(MagnetLink link) {
    return List.of(strings(MAGNET + link));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static List<String> strings(String text) {
    List<String> strings = new ArrayList<>();
    for (int at = 0; at < text.length(); at += MAX_STRING) {
      strings.add(text.substring(at, Math.min(at + MAX_STRING, text.length())));
    }
    return List.copyOf(strings);
  }

  private static int size(List<List<String>> records) {
    return records.stream().flatMap(List::stream).mapToInt(string -> string.length() + 1).sum();
  }

  /**
   * Reads an RRset in whatever order its records came. Records that are none of ours are passed
   * over, and of several tagged sets, as they stand beside each other while a file changes, the
   * first whole one counts.
   *
   * @throws MalformedRecordsException if no whole torrent and no magnet link is in it
   */
  public static FallbackAnswer parse(List<List<String>> rrset) throws MalformedRecordsException {
    Map<String, SortedMap<Integer, byte[]>> tagged = new LinkedHashMap<>();
    for (List<String> record : rrset) {
      String joined = String.join("", record);
      if (joined.startsWith(MAGNET)) {
        return new FallbackAnswer.Magnet(magnet(joined.substring(MAGNET.length())));
      }
      if (joined.startsWith("ZD")) {
        return new FallbackAnswer.Torrent(plain(joined));
      }
      var tag = record.isEmpty() ? Optional.<Tag>empty() : Tag.parse(record.get(0));
      if (tag.isPresent()) {
        String rest = String.join("", record.subList(1, record.size()));
        var set = tagged.computeIfAbsent(tag.get().set(), key -> new TreeMap<>());
        decode(rest).ifPresent(part -> set.put(tag.get().index(), part));
      }
    }
    return join(tagged);
  }

  private static FallbackAnswer join(Map<String, SortedMap<Integer, byte[]>> tagged)
      throws MalformedRecordsException {
    if (tagged.isEmpty()) {
      throw new MalformedRecordsException("no record holds a torrent or a magnet link");
    }
    for (var set : tagged.entrySet()) {
      var joined = new ByteArrayOutputStream();
      set.getValue().values().forEach(joined::writeBytes);
      byte[] torrent = joined.toByteArray();
      int parts = set.getValue().size();
      if (set.getKey().equals(Tag.set(parts, Tag.hash(torrent)))) {
        return new FallbackAnswer.Torrent(torrent);
      }
    }
    throw new MalformedRecordsException(
        "tagged records of which some are missing or wrong: " + tagged.keySet());
  }

  private static MagnetLink magnet(String text) throws MalformedRecordsException {
    try {
      return MagnetLink.parse(text);
    } catch (MalformedMagnetLinkException e) {
      throw new MalformedRecordsException("magnet link: " + e.getMessage());
    }
  }

  private static byte[] plain(String text) throws MalformedRecordsException {
    return decode(text).orElseThrow(() -> new MalformedRecordsException("not base64"));
  }

  private static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text.getBytes(US_ASCII)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The first string of a tagged record: {@code v=bt1;i=K;n=COUNT;h=FIRST16HEX}.
   *
   * @param index from 1 to {@code count}
   * @param hash the first 16 hex digits of the SHA-256 over the .torrent
   */
  private record Tag(int index, int count, String hash) {
    private static final Pattern FORM =
        Pattern.compile("v=bt1;i=(\\d{1,4});n=(\\d{1,4});h=([0-9a-f]{16})");

    static Optional<Tag> parse(String text) {
      var matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      return Optional.of(
          new Tag(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              matcher.group(3)));
    }

    static String hash(byte[] torrent) {
      return Sha256.digest(torrent).toString().substring(0, 16);
    }

    /** What the records of one torrent have in common. */
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
}
