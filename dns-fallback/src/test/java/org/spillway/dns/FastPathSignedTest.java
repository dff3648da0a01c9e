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
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** {@link FastPathTest} of signed zones. */
class FastPathSignedTest {
  private static final String UNKNOWN = "00".repeat(20) + "." + ORIGIN;

  @TempDir private Path folder;
  private BothPaths paths;

  @BeforeEach
  void sign() throws IOException {
    paths = BothPaths.signed(folder.resolve("dnssec"));
    for (var metainfo : List.of(SMALL, MEDIUM, TAGGED)) {
      paths.slow(dnssecOk(txt(name(metainfo))).toWire(), Transport.TCP);
    }
  }

  private void assertFast(Message query) throws IOException {
    for (Transport transport : Transport.values()) {
      assertThat(paths.agree(query.toWire(), transport)).as("%s", query).isTrue();
    }
  }

  private void assertSlow(Message query) throws IOException {
    assertThat(paths.agree(query.toWire(), Transport.UDP)).as("%s", query).isFalse();
  }

  @Test
  void answer_keptSignatures() throws IOException {
    for (var metainfo : List.of(SMALL, MEDIUM, TAGGED)) {
      assertFast(dnssecOk(txt(name(metainfo))));
      assertFast(recursive(dnssecOk(txt(name(metainfo)))));
      assertFast(dnssecOk(txt(name(metainfo).toUpperCase(Locale.ROOT))));
      assertFast(edns(txt(name(metainfo)), 512, 0, ExtendedFlags.DO));
      assertFast(edns(txt(name(metainfo)), 65_535, 0, ExtendedFlags.DO));
    }
  }

  /** Without DO nothing is signed. */
  @Test
  void answer_withoutSignatures() throws IOException {
    for (var metainfo : List.of(SMALL, MEDIUM, LARGE, TAGGED)) {
      assertFast(txt(name(metainfo)));
      assertFast(edns(txt(name(metainfo)), 1232));
    }
    assertFast(txt(UNKNOWN));
    assertFast(query(UNKNOWN, Type.RRSIG));
    assertFast(edns(query("a.b." + ORIGIN, Type.DNSKEY), 1232));
  }

  @Test
  void answer_leavesWhatIsToBeSigned() throws IOException {
    assertSlow(dnssecOk(txt(name(LARGE))));
    assertSlow(dnssecOk(txt(UNKNOWN)));
    assertSlow(dnssecOk(query(name(SMALL), Type.A)));
    assertSlow(edns(txt(name(SMALL)), 1232, 0, ExtendedFlags.DO | Query.COMPACT_OK));
    assertSlow(query(UNKNOWN, Type.NSEC));
    assertSlow(dnssecOk(query(name(SMALL), Type.RRSIG)));
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answer_damagedQueries(Transport transport) throws IOException {
    var good = TestQueries.withOption(txt(name(SMALL)), EDNSOption.Code.COOKIE, new byte[8]);
    var signed = edns(txt(name(SMALL)), 1232, 0, ExtendedFlags.DO);
    assertThat(paths.agreeOnDamaged(good.toWire(), transport)).isPositive();
    assertThat(paths.agreeOnDamaged(signed.toWire(), transport)).isPositive();
  }

  @FuzzTest
  void answer_anyBytes(byte[] query) throws IOException {
    if (query.length >= 12 && query[2] >= 0) {
      paths.agree(query, Transport.UDP);
      paths.agree(query, Transport.TCP);
    }
  }
}
