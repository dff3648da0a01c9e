package org.spillway.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.torrent.TorrentFormat;

class KindsTest {

  private static <T> T parse(Single<T> kind, String text) {
    return kind.parser().apply(text);
  }

  private static <T> void assertRefused(Single<T> kind, String text, String message) {
    assertThatThrownBy(() -> parse(kind, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void port() {
    assertThat(parse(Kinds.port(), " 8080")).isEqualTo(8080);
    assertRefused(Kinds.port(), "99999", "must be 0 to 65535, was 99999");
    assertRefused(Kinds.port(), "-1", "must be 0 to 65535, was -1");
    assertRefused(Kinds.port(), "http", "must be 0 to 65535, was 'http'");
    assertRefused(Kinds.port(), "", "must be 0 to 65535, was ''");
    assertRefused(Kinds.port(), "1\u001b[31m", "must be 0 to 65535, was '1\\u001b[31m'");
  }

  @Test
  void number_withoutALimit() {
    assertRefused(Kinds.number(1, Integer.MAX_VALUE), "0", "must be 1 or more, was 0");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "YES,true", "on,true", "False,false", "no,false", "off,false"})
  void flag(String text, boolean value) {
    assertThat(parse(Kinds.flag(), text)).isEqualTo(value);
  }

  @Test
  void flag_neither() {
    assertRefused(Kinds.flag(), "maybe", "must be true or false, was 'maybe'");
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "10s,10000", "5m,300000", "1h,3600000", "2d,172800000", "PT1.5S,1500"})
  void time(String text, long millis) {
    assertThat(parse(Times.time(), text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"10", "s", "ten seconds", "99999999999999999999s", "''"})
  void time_isNone(String text) {
    assertThatThrownBy(() -> parse(Times.time(), text))
        .hasMessageStartingWith("must be a time such as 500ms, 10s, 5m or 1h, was ");
  }

  @Test
  void time_outOfRange() {
    assertRefused(Times.positive(), "0s", "must be greater than 0, was 0s");
    assertRefused(Times.time(), "PT-1S", "must be 0s or more, was 'PT-1S'");
    assertRefused(Times.time(), "366d", "must be at most 8760h, was 366d");
    var hour = Times.between(Duration.ofSeconds(1), Duration.ofHours(12));
    assertRefused(hour, "13h", "must be 1s to 12h, was 13h");
  }

  @ParameterizedTest
  @CsvSource({"0s", "1s", "90s", "10ms", "1500ms", "5m", "90m", "24h", "PT0.0000005S"})
  void time_isPrintedAsItIsRead(String text) {
    assertThat(Times.print(parse(Times.time(), text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "64KiB, 65536",
    "50MB, 50000000",
    "1.5 GB, 1500000000",
    "2t, 2000000000000",
    "1Mi, 1048576",
    "7B, 7"
  })
  void bytes(String text, long bytes) {
    var kind = Kinds.bytes(0, Long.MAX_VALUE);
    assertThat(parse(kind, text)).isEqualTo(bytes);
    assertThat(parse(kind, kind.printer().apply(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"-1", "many", "1.MB", "10 PB", "KB"})
  void bytes_isNone(String text) {
    assertThatThrownBy(() -> parse(Kinds.bytes(0, Long.MAX_VALUE), text))
        .hasMessageStartingWith("must be a number of bytes such as 1000, 64KiB or 50MB, was ");
  }

  @Test
  void bytes_outOfRange() {
    assertRefused(
        Kinds.bytes(0, Long.MAX_VALUE),
        "9999999999TB",
        "must be at most 9223372036854775807 bytes, was 9999999999TB");
    assertRefused(Kinds.bytes(16 << 20, 1L << 40), "1MB", "must be 16MiB or more, was 1MB");
  }

  @Test
  void oneOf() {
    assertThat(parse(Kinds.oneOf(TorrentFormat.class), "Hybrid")).isEqualTo(TorrentFormat.HYBRID);
    assertRefused(Kinds.oneOf(TorrentFormat.class), "v3", "must be v1 or hybrid or v2, was 'v3'");
  }

  @Test
  void path_empty() {
    assertRefused(Kinds.path(), "", "must be the path of a file or folder, was ''");
    assertRefused(Kinds.path(), "a\0", "must be the path of a file or folder, was 'a\\u0000'");
  }

  @Test
  void addressBlock_isPrintedAsItIsRead() {
    for (String text : new String[] {"10.0.0.0/8", "127.0.0.1"}) {
      var block = parse(Kinds.addressBlock(), text);
      assertThat(Kinds.addressBlock().printer().apply(block)).isEqualTo(text);
    }
  }

  @Test
  void commaList() {
    assertThat(CommaList.split(" a , b\\,c ,, d\\\\ , e\\f"))
        .containsExactly("a", "b,c", "d\\", "e\\f");
    assertThat(CommaList.splitGlobs(" **/*.{iso,img} , x\\,y ,, {a,b "))
        .containsExactly("**/*.{iso,img}", "x\\,y", "{a,b");
    assertThat(CommaList.split(" , ")).isEmpty();
  }
}
