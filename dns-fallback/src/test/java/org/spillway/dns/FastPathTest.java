package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.recursive;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** Whatever the fast path answers, the slow one would have answered the same. */
class FastPathTest {
  private final BothPaths paths = BothPaths.unsigned();

  private void assertFast(Message query) throws IOException {
    for (Transport transport : Transport.values()) {
      assertThat(paths.agree(query.toWire(), transport)).as("%s", query).isTrue();
    }
  }

  private void assertSlow(Message query) throws IOException {
    assertThat(paths.agree(query.toWire(), Transport.UDP)).as("%s", query).isFalse();
  }

  private static Message withOption(int code, byte[] data) {
    return TestQueries.withOption(txt(name(SMALL)), code, data);
  }

  @Test
  void answer_records() throws IOException {
    for (var metainfo : List.of(SMALL, MEDIUM, LARGE, TAGGED)) {
      assertFast(txt(name(metainfo)));
      assertFast(recursive(txt(name(metainfo))));
      assertFast(edns(txt(name(metainfo)), 512));
      assertFast(edns(txt(name(metainfo)), 1232));
      assertFast(edns(txt(name(metainfo)), 65_535));
      assertFast(dnssecOk(txt(name(metainfo))));
      assertFast(txt(name(metainfo).toUpperCase(Locale.ROOT)));
    }
  }

  @Test
  void answer_noSuchName() throws IOException {
    String hash = "00".repeat(20);
    for (var name : List.of(hash, "1." + hash, "a", "a.b", "1." + name(SMALL).substring(0, 40))) {
      assertFast(txt(name + "." + ORIGIN));
      assertFast(edns(query(name + "." + ORIGIN, Type.A), 1232));
      assertFast(txt(name + "._torrent.example.net."));
    }
  }

  @Test
  void answer_cookies() throws IOException {
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[8]));
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[16]));
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[24]));
    assertFast(withOption(EDNSOption.Code.COOKIE, new byte[40]));
    assertFast(withOption(100, new byte[7]));
  }

  @Test
  void answer_leavesTheRest() throws IOException {
    assertSlow(withOption(EDNSOption.Code.TCP_KEEPALIVE, new byte[0]));
    assertSlow(txt(ORIGIN));
    assertSlow(txt("example.org."));
    assertSlow(txt("a.b.c." + ORIGIN));
    assertSlow(query(name(SMALL), Type.A));
    assertSlow(query(name(SMALL), Type.ANY));
    assertSlow(query("a." + ORIGIN, Type.AXFR));
    assertSlow(edns(txt(name(SMALL)), 1232, 1, 0));
  }

  /** One bit of a good query after another, and each byte at random. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void answer_damagedQueries(Transport transport) throws IOException {
    byte[] good = withOption(EDNSOption.Code.COOKIE, new byte[8]).toWire();
    assertThat(paths.agreeOnDamaged(good, transport)).isPositive();
  }

  @FuzzTest
  void answer_anyBytes(byte[] query) throws IOException {
    if (query.length >= 12 && query[2] >= 0) {
      paths.agree(query, Transport.UDP);
      paths.agree(query, Transport.TCP);
    }
  }
}
