package org.spillway.torrent.fallback;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts tagged records in order; records of several torrents may be mixed. */
final class TaggedSets {
  private static final int SHOWN = 8;

  private final Map<String, SortedMap<Integer, byte[]>> sets = new LinkedHashMap<>();

  /** Takes a tagged record whose rest is base64; any other record counts as missing. */
  void add(List<String> record) {
    var tag = record.isEmpty() ? Optional.<RecordTag>empty() : RecordTag.parse(record.get(0));
    if (tag.isPresent()) {
      var set = sets.computeIfAbsent(tag.get().set(), key -> new TreeMap<>());
      String rest = String.join("", record.subList(1, record.size()));
      TxtStrings.decode(rest).ifPresent(bytes -> set.put(tag.get().index(), bytes));
    }
  }

  /** Returns the names of the sets, as {@link RecordTag#set} makes them. */
  Set<String> names() {
    return sets.keySet();
  }

  /** Returns the .torrent of a set, if the set is whole and right. */
  Optional<byte[]> torrent(String name) {
    var records = records(name);
    var joined = new ByteArrayOutputStream();
    records.values().forEach(joined::writeBytes);
    byte[] torrent = joined.toByteArray();
    return name.equals(RecordTag.set(records.size(), RecordTag.hash(torrent)))
        ? Optional.of(torrent)
        : Optional.empty();
  }

  /** Returns the .torrent of the first whole set. */
  Optional<byte[]> torrent() {
    return names().stream().flatMap(name -> torrent(name).stream()).findFirst();
  }

  private SortedMap<Integer, byte[]> records(String name) {
    return sets.getOrDefault(name, new TreeMap<>());
  }

  /** Returns a text such as {@code records 3, 4 of 9 are missing}. */
  String problem(String name, int count) {
    var there = records(name).keySet();
    var missing = IntStream.rangeClosed(1, count).filter(i -> !there.contains(i)).toArray();
    if (missing.length == 0) {
      return "its records are all there, but one is wrong";
    }
    String shown =
        IntStream.of(missing)
            .limit(SHOWN)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    String more = missing.length > SHOWN ? " and more" : "";
    return "of %d records %s%s are missing".formatted(count, shown, more);
  }
}
