package org.spillway.negotiation.fields;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The ranges that a Range field selects in a representation of known length (RFC 9110 §14.2). */
public sealed interface RangeSet {

  /** The field is ignored: the whole representation is sent. */
  record Ignored() implements RangeSet {}

  /** The field selects no byte that exists. */
  record Unsatisfiable() implements RangeSet {}

  /** The field selects one or more ranges; they neither overlap nor touch. */
  record Satisfiable(List<ByteRange> ranges) implements RangeSet {
    public Satisfiable {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * The number of ranges beyond which a request gets the whole (RFC 9110 §17.15). Clients that
   * fetch the changed parts of a file (zchunk, zsync) ask for up to 255 ranges at a time.
   */
  int MAX_RANGES = 255;

  /**
   * @param range the value of the field
   * @param length the length of the representation, in bytes
   */
  static RangeSet of(String range, long length) {
    // No Content-Range can tell of a part of nothing, and the whole is what the client is after.
    if (length == 0 || !range.regionMatches(true, 0, "bytes=", 0, "bytes=".length())) {
      return new Ignored();
    }
    var ranges = new ArrayList<ByteRange>();
    int count = 0;
    for (String element : range.substring("bytes=".length()).split(",", -1)) {
      if (element.isBlank()) {
        continue;
      }
      var spec = RangeSpec.parse(element.strip());
      if (spec.isEmpty() || ++count > MAX_RANGES) {
        return new Ignored();
      }
      spec.flatMap(known -> known.within(length)).ifPresent(ranges::add);
    }
    if (count == 0) {
      return new Ignored();
    }
    return ranges.isEmpty() ? new Unsatisfiable() : new Satisfiable(coalesce(ranges));
  }

  /**
   * Returns the ranges as they were asked for, unless some overlap or touch: then sorted, and with
   * those merged.
   */
  private static List<ByteRange> coalesce(List<ByteRange> ranges) {
    var sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(ByteRange::first));
    var merged = new ArrayList<ByteRange>();
    for (ByteRange range : sorted) {
      int end = merged.size() - 1;
      if (end >= 0 && range.first() <= merged.get(end).last() + 1) {
        var before = merged.get(end);
        merged.set(end, new ByteRange(before.first(), Math.max(before.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return merged.size() == ranges.size() ? ranges : merged;
  }

  /**
   * One int-range or suffix-range (RFC 9110 §14.1.1).
   *
   * @param first the number of the first byte, or for a suffix the number of bytes
   * @param last the number of the last byte; without meaning for a suffix
   */
  record RangeSpec(boolean isSuffix, long first, long last) {

    static Optional<RangeSpec> parse(String spec) {
      int dash = spec.indexOf('-');
      if (dash < 0 || !isDigits(spec, 0, dash) || !isDigits(spec, dash + 1, spec.length())) {
        return Optional.empty();
      }
      boolean open = dash == spec.length() - 1;
      if (dash == 0) {
        return open ? Optional.empty() : Optional.of(new RangeSpec(true, number(spec, 1), 0));
      }
      long first = number(spec.substring(0, dash), 0);
      long last = open ? Long.MAX_VALUE : number(spec, dash + 1);
      return first <= last ? Optional.of(new RangeSpec(false, first, last)) : Optional.empty();
    }

    private static boolean isDigits(String text, int start, int end) {
      return text.substring(start, end).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Reads a number. Numbers that exceed a long count as the greatest one: no file is longer. */
    private static long number(String text, int start) {
      long number = 0;
      for (int i = start; i < text.length(); i++) {
        int digit = text.charAt(i) - '0';
        boolean fits = number <= (Long.MAX_VALUE - digit) / 10;
        number = fits ? number * 10 + digit : Long.MAX_VALUE;
      }
      return number;
    }

    /**
     * Returns the range within a representation of this length, or nothing if there is no such
     * part.
     */
    Optional<ByteRange> within(long length) {
      long from = isSuffix ? Math.max(0, length - first) : first;
      long to = isSuffix ? length - 1 : Math.min(length - 1, last);
      return from <= to ? Optional.of(new ByteRange(from, to)) : Optional.empty();
    }
  }
}
