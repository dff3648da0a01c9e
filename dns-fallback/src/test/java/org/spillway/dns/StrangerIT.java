package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.recursive;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.HOST;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.guard.GuardSettings;
import org.spillway.dns.guard.RateLimitSettings;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.Type;

/**
 * Programs of others where no answer over UDP is more than three times as long as its query, unless
 * the client shows a cookie.
 */
@Timeout(120)
class StrangerIT {
  private static final String UNKNOWN = "00".repeat(20) + "." + ORIGIN;

  @TempDir private Path folder;

  private DnsFallback dns;
  private String ds;

  @BeforeEach
  void start() throws IOException {
    var limit = RateLimitSettings.DEFAULT.withBytes(0).withExempt(List.of());
    var settings =
        DnsSettings.DEFAULT
            .withPort("127.0.0.1", 0)
            .withZones(List.of(HOST))
            .withGuard(GuardSettings.DEFAULT.withRateLimit(limit))
            .withDnssec(DnssecSettings.of(folder.resolve("dnssec")));
    dns = DnsFallback.start(settings, TestTorrents.published(SMALL, MEDIUM, LARGE));
    ds = DnsFallback.ds(settings).get(0);
  }

  @AfterEach
  void close() {
    dns.close();
  }

  @Test
  void unbound_findsAll() throws Exception {
    try (var unbound = Unbound.start(folder, dns.port(), ORIGIN, Unbound.validating(ds))) {
      for (Metainfo metainfo : List.of(SMALL, MEDIUM, LARGE)) {
        var answer = DnsClient.tcp(unbound.port(), recursive(dnssecOk(txt(name(metainfo)))));
        assertThat(summary(answer)).startsWith("NOERROR qr rd ra ad | TXT");
      }
      var unknown = DnsClient.tcp(unbound.port(), recursive(dnssecOk(txt(UNKNOWN))));
      assertThat(summary(unknown)).startsWith("NOERROR qr rd ra ad | | SOA RRSIG NSEC RRSIG |");
      var keys = DnsClient.tcp(unbound.port(), recursive(dnssecOk(query(ORIGIN, Type.DNSKEY))));
      assertThat(summary(keys)).startsWith("NOERROR qr rd ra ad | DNSKEY RRSIG");
    }
    assertThat(dns.stats().truncated()).isPositive();
  }

  @Test
  void dig_comesByTcp() throws Exception {
    for (Metainfo metainfo : List.of(SMALL, MEDIUM, LARGE)) {
      assertThat(dig("+nocookie", name(metainfo), "TXT"))
          .contains("retrying in TCP mode")
          .containsPattern("\\sTXT\\s+\"");
    }
    assertThat(dig("+nocookie", "+dnssec", UNKNOWN, "TXT"))
        .contains("retrying in TCP mode")
        .containsPattern("\\sNSEC\\s");
  }

  private String dig(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("dig", "-r", "@127.0.0.1", "-p", "" + dns.port()));
    command.addAll(List.of(arguments));
    return Program.run(0, command.toArray(String[]::new));
  }
}
