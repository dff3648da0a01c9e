package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.recursive;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.testing.FreePort;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/**
 * The steps of docs/dns.md by which one key takes the place of another, with unbound looking on.
 */
@Timeout(120)
class KeyRollOverIT {
  @TempDir Path folder;

  private DnsFallback serve(int port, DnssecSettings dnssec) throws IOException {
    return DnsFallback.start(
        settings(dnssec).withPort("127.0.0.1", port),
        TestTorrents.published(SMALL, MEDIUM, LARGE, TAGGED));
  }

  private static DnsSettings settings(DnssecSettings dnssec) {
    return DnsSettings.DEFAULT.withZones(List.of(TestTorrents.HOST)).withDnssec(dnssec);
  }

  private static int tag(String ds) {
    return Integer.parseInt(ds.split("\\s+", -1)[4]);
  }

  private static String summaryOf(Unbound unbound, Message query) throws IOException {
    return summary(DnsClient.tcp(unbound.port(), recursive(dnssecOk(query))));
  }

  private static void assertValid(Unbound unbound, Metainfo metainfo) throws IOException {
    assertThat(summaryOf(unbound, txt(name(metainfo)))).startsWith("NOERROR qr rd ra ad | TXT");
  }

  private Unbound unbound(int port, String... ds) throws Exception {
    return Unbound.start(folder, port, ORIGIN, Unbound.validating(ds));
  }

  @Test
  void key_replaced() throws Exception {
    int port = FreePort.find();
    var first = DnssecSettings.of(folder.resolve("dnssec"));
    serve(port, first).close();
    String old = DnsFallback.ds(settings(first)).get(0);
    String added = DnsFallback.addKeys(settings(first)).get(0);

    var oldSigns = first.withSigning(Set.of(tag(old)));
    var dns = serve(port, oldSigns);
    // This one keeps what it asked for before the keys changed places.
    try (var cache = unbound(port, old, added)) {
      try (dns;
          var unbound = unbound(port, old)) {
        assertThat(DnsFallback.ds(settings(oldSigns))).containsExactlyInAnyOrder(old, added);
        assertValid(unbound, SMALL);
        for (int type : new int[] {Type.DNSKEY, Type.CDS, Type.CDNSKEY}) {
          String both = Type.string(type) + " " + Type.string(type);
          assertThat(summaryOf(unbound, query(ORIGIN, type)))
              .startsWith("NOERROR qr rd ra ad | " + both + " RRSIG |");
        }
        assertValid(cache, SMALL);
      }
      try (var next = serve(port, first.withSigning(Set.of(tag(added))));
          var unbound = unbound(next.port(), added)) {
        for (Metainfo metainfo : List.of(SMALL, MEDIUM, LARGE)) {
          assertValid(unbound, metainfo);
          assertValid(cache, metainfo);
        }
      }
    }
    remove(tag(old));
    try (var last = serve(port, first);
        var unbound = unbound(last.port(), added)) {
      assertThat(DnsFallback.ds(settings(first))).containsExactly(added);
      assertValid(unbound, TAGGED);
      assertThat(summaryOf(unbound, query(ORIGIN, Type.CDS)))
          .startsWith("NOERROR qr rd ra ad | CDS RRSIG |");
    }
  }

  private void remove(int tag) throws IOException {
    for (String suffix : List.of(".key", ".private")) {
      Files.delete(folder.resolve("dnssec/K" + ORIGIN + "+013+%05d".formatted(tag) + suffix));
    }
  }
}
