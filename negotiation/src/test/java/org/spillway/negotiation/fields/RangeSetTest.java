package org.spillway.negotiation.fields;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeSetTest {

  private static String show(RangeSet set) {
    if (set instanceof RangeSet.Satisfiable satisfiable) {
      return satisfiable.ranges().stream()
          .map(range -> range.first() + "-" + range.last())
          .collect(Collectors.joining(" "));
    }
    return set instanceof RangeSet.Unsatisfiable ? "416" : "ignored";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the examples of RFC 9110 §14.1.2
        "bytes=0-499 | 10000 | 0-499",
        "bytes=500-999 | 10000 | 500-999",
        "bytes=-500 | 10000 | 9500-9999",
        "bytes=9500- | 10000 | 9500-9999",
        "bytes=0-0,-1 | 10000 | 0-0 9999-9999",
        "bytes= 0-999, 4500-5499, -1000 | 10000 | 0-999 4500-5499 9000-9999",
        "bytes=500-600,601-999 | 10000 | 500-999",
        "bytes=500-700,601-999 | 10000 | 500-999",
        // one range
        "bytes=0-0 | 10 | 0-0",
        "bytes=9-9 | 10 | 9-9",
        "bytes=0- | 10 | 0-9",
        "bytes=0-9 | 10 | 0-9",
        "bytes=0-10 | 10 | 0-9",
        "bytes=5-99999999999999999999999 | 10 | 5-9",
        "bytes=-10 | 10 | 0-9",
        "bytes=-11 | 10 | 0-9",
        "bytes=-99999999999999999999999 | 10 | 0-9",
        "BYTES=1-2 | 10 | 1-2",
        "bytes=0000000000000000000001-2 | 10 | 1-2",
        "bytes=,1-2,, | 10 | 1-2",
        // not there
        "bytes=10- | 10 | 416",
        "bytes=10-20 | 10 | 416",
        "bytes=9223372036854775807- | 10 | 416",
        "bytes=9223372036854775808-9223372036854775809 | 10 | 416",
        "bytes=-0 | 10 | 416",
        "bytes=10-11,20-21 | 10 | 416",
        "bytes=0- | 0 | ignored",
        "bytes=0-0 | 0 | ignored",
        "bytes=7- | 0 | ignored",
        "bytes=-0 | 0 | ignored",
        "bytes=-5 | 0 | ignored",
        // some are there
        "bytes=10-11,1-2 | 10 | 1-2",
        "bytes=-0,1-2 | 10 | 1-2",
        // several
        "bytes=7-8,1-2 | 10 | 7-8 1-2",
        "bytes=7-8,1-2,8-9 | 10 | 1-2 7-9",
        "bytes=0-,-1 | 10 | 0-9",
        "bytes=1-1,3-3,5-5 | 10 | 1-1 3-3 5-5",
        // not understood
        "bytes=2-1 | 10 | ignored",
        "bytes=1-2,4-3 | 10 | ignored",
        "bytes=- | 10 | ignored",
        "bytes= | 10 | ignored",
        "bytes=, | 10 | ignored",
        "bytes=1 | 10 | ignored",
        "bytes=a-b | 10 | ignored",
        "bytes=1-2-3 | 10 | ignored",
        "bytes=--1 | 10 | ignored",
        "bytes=+1-2 | 10 | ignored",
        "bytes=1 - 2 | 10 | ignored",
        "bytes=\u0661-\u0662 | 10 | ignored",
        "bytes = 1-2 | 10 | ignored",
        "bytes:1-2 | 10 | ignored",
        "bytes=1-2, bytes=4-5 | 10 | ignored",
        "lines=1-2 | 10 | ignored",
        "bytes | 10 | ignored",
      })
  void of_table(String range, long length, String expected) {
    assertThat(show(RangeSet.of(range, length))).isEqualTo(expected);
  }

  @Test
  void of_hugeFile() {
    assertThat(show(RangeSet.of("bytes=9223372036854775806-", Long.MAX_VALUE)))
        .isEqualTo("9223372036854775806-9223372036854775806");
  }

  @Test
  void of_manyRanges() {
    assertThat(RangeSet.MAX_RANGES).isEqualTo(255);
    assertThat(RangeSet.of(manyRanges(RangeSet.MAX_RANGES), 10_000))
        .isInstanceOf(RangeSet.Satisfiable.class);
    assertThat(RangeSet.of(manyRanges(RangeSet.MAX_RANGES + 1), 10_000))
        .isEqualTo(new RangeSet.Ignored());
  }

  private static String manyRanges(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> 10 * i + "-" + (10 * i + 1))
        .collect(Collectors.joining(",", "bytes=", ""));
  }
}
