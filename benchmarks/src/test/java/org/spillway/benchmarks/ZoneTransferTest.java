package org.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.DnsFallback;

@Timeout(60)
class ZoneTransferTest {
  private static final int NAMES = 3;

  @TempDir private Path folder;

  private List<String> lines(DnsZone zone) throws Exception {
    var published = DnsTorrents.published(zone, NAMES);
    published.settled();
    try (var dns = DnsFallback.start(DnsServer.settings(folder, zone), published)) {
      var lines = Optional.<List<String>>empty();
      while (lines.isEmpty()) {
        lines = ZoneTransfer.lines(dns.port());
      }
      return lines.get();
    }
  }

  @Test
  void lines_everyName() throws Exception {
    var lines = lines(DnsZone.UNSIGNED);

    assertThat(lines).hasSize(2 + NAMES);
    assertThat(lines.get(0)).startsWith(DnsTorrents.ZONE + ".").contains("\tSOA\t");
    assertThat(lines).anyMatch(line -> line.startsWith(DnsTorrents.name(NAMES - 1) + "."));
  }

  /** SOA, NS, DNSKEY, CDS, CDNSKEY and NSEC at the apex, TXT and NSEC at each name. */
  @Test
  void lines_everySignature() throws Exception {
    var lines = lines(DnsZone.SIGNED);

    assertThat(lines).filteredOn(line -> line.contains("\tRRSIG\t")).hasSize(6 + 2 * NAMES);
  }
}
