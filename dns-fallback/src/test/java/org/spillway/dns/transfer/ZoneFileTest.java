package org.spillway.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.dns.zone.Snapshot;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.SOARecord;

class ZoneFileTest {
  private static final FallbackZone ZONE =
      new FallbackZone(
          "dl.example.org",
          List.of("ns1.example.org", "ns2.example.net"),
          new PublishedRecords(RecordSettings.DEFAULT, InstantSource.system()));

  private static Snapshot.Entry entry(int number, List<List<String>> records) {
    return new Snapshot.Entry(new RecordName(0, 0, number, 0), TxtRrset.of(records, 300));
  }

  @Test
  void write_whole() throws IOException {
    var rrsets =
        List.of(
            entry(0xFFFFFFFF, List.of(List.of("v=bt1;i=1", "abc"), List.of("v=bt1;i=2", "def"))),
            entry(1, List.of(List.of("a \"b\" \\ ;(\t"))));
    var out = new StringBuilder();
    new ZoneFile(ZONE).write(new Snapshot(1_800_000_000, rrsets), out);
    assertThat(out)
        .hasToString(
            """
            $ORIGIN _torrent.dl.example.org.
            @ 3600 IN SOA ns1.example.org. hostmaster.dl.example.org. 1800000000 300 60 2419200 60
            @ 3600 IN NS ns1.example.org.
            @ 3600 IN NS ns2.example.net.
            0000000000000000000000000000000000000001 300 IN TXT "a \\"b\\" \\\\ ;(\\009"
            00000000000000000000000000000000ffffffff 300 IN TXT (
              "v=bt1;i=1"
              "abc" )
            00000000000000000000000000000000ffffffff 300 IN TXT (
              "v=bt1;i=2"
              "def" )
            """
                .replace("2419200", String.valueOf(((SOARecord) ZONE.soa()).getExpire())));
  }
}
