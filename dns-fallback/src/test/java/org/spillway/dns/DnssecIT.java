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
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.dns.TestTorrents.torrent;
import static org.spillway.dns.TestTorrents.whole;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.DnsPolicy;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.dnssec.KeyFolder;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Unbound and BIND's tools check our signatures. */
@Timeout(120)
class DnssecIT {
  private static final String UNKNOWN = "0000000000000000000000000000000000000000." + ORIGIN;

  private final PublishedRecords published = TestTorrents.published(SMALL, MEDIUM, LARGE, TAGGED);

  @TempDir private Path folder;

  private DnsFallback dns;
  private String ds;

  @BeforeEach
  void start() throws IOException {
    var settings =
        DnsSettings.DEFAULT
            .withPort("127.0.0.1", 0)
            .withZones(List.of(HOST))
            .withDnssec(DnssecSettings.of(keys()));
    dns = DnsFallback.start(settings, published);
    ds = DnsFallback.ds(settings).get(0);
  }

  private Path keys() {
    return folder.resolve("dnssec");
  }

  @AfterEach
  void close() {
    dns.close();
  }

  /** 0x20, UDP, TCP and 53 KB in one RRset. */
  @Test
  void unbound_torrents() throws Exception {
    try (var unbound = unbound(ds)) {
      for (Metainfo metainfo : List.of(SMALL, MEDIUM, LARGE, TAGGED)) {
        var answer = ask(unbound, txt(name(metainfo)));
        assertThat(summary(answer)).startsWith("NOERROR qr rd ra ad | TXT").contains(" RRSIG |");
        assertThat(torrent(withoutSignatures(answer))).isEqualTo(whole(metainfo));
      }
    }
  }

  @Test
  void unbound_apex() throws Exception {
    try (var unbound = unbound(ds)) {
      for (int type : new int[] {Type.SOA, Type.NS, Type.DNSKEY}) {
        assertThat(summary(ask(unbound, query(ORIGIN, type))))
            .startsWith("NOERROR qr rd ra ad | " + Type.string(type) + " RRSIG |");
      }
    }
  }

  @Test
  void unbound_denials() throws Exception {
    String longest = "x".repeat(63) + "." + "y".repeat(63) + "." + "z".repeat(63) + ".";
    try (var unbound = unbound(ds)) {
      for (var query :
          List.of(
              txt(UNKNOWN),
              txt("1." + name(SMALL)),
              txt("1." + UNKNOWN),
              txt("a.b.c." + ORIGIN),
              txt("*." + ORIGIN),
              txt("\\000." + ORIGIN),
              txt("w".repeat(36) + "." + longest + ORIGIN),
              query(name(SMALL), Type.A),
              query(name(TAGGED), 65_280),
              query(ORIGIN, Type.MX))) {
        assertThat(summary(ask(unbound, query)))
            .startsWith("NOERROR qr rd ra ad | | SOA RRSIG NSEC RRSIG |");
      }
    }
  }

  @Test
  void unbound_otherKey() throws Exception {
    var other = new KeyFolder(folder.resolve("other")).open(Name.fromConstantString(ORIGIN));
    try (var unbound = unbound(other.ds().toString())) {
      assertThat(summary(ask(unbound, txt(name(SMALL))))).startsWith("SERVFAIL qr rd ra |");
      assertThat(summary(ask(unbound, txt(UNKNOWN)))).startsWith("SERVFAIL qr rd ra |");
    }
  }

  private Unbound unbound(String anchor) throws Exception {
    return Unbound.start(folder, dns.port(), ORIGIN, Unbound.validating(anchor));
  }

  private static Message ask(Unbound unbound, Message query) throws IOException {
    return DnsClient.tcp(unbound.port(), recursive(dnssecOk(query)));
  }

  private static Message withoutSignatures(Message answer) {
    for (Record record : List.copyOf(answer.getSection(1))) {
      if (record.getType() == Type.RRSIG) {
        answer.removeRecord(record, 1);
      }
    }
    return answer;
  }

  @Test
  void delv_validates() throws Exception {
    assertThat(delv(name(SMALL), "TXT")).contains("; fully validated\n");
    assertThat(delv(name(TAGGED), "TXT")).contains("; fully validated\n");
    assertThat(delv(UNKNOWN, "TXT")).contains("; negative response, fully validated\n");
    assertThat(delv(name(SMALL), "AAAA")).contains("; negative response, fully validated\n");
  }

  private String delv(String name, String type) throws Exception {
    String[] fields = ds.split("\\s+", -1);
    Path anchors = folder.resolve("anchors");
    Files.writeString(
        anchors,
        "trust-anchors { \"%s\" static-ds %s %s %s \"%s\"; };%n"
            .formatted(ORIGIN, fields[4], fields[5], fields[6], fields[7]));
    return Program.run(
        0,
        "delv",
        "@127.0.0.1",
        "-p",
        "" + dns.port(),
        "-a",
        anchors.toString(),
        "+root=" + ORIGIN,
        name,
        type);
  }

  private LookupResult.Present lookUp(Metainfo metainfo, String scheme, String... anchors)
      throws IOException {
    var server = NameServer.ofThisMachine(dns.port());
    var policy = DnsPolicy.DEFAULT.withServers(List.of(server)).withTrustAnchors(List.of(anchors));
    var lookup = new DnsLookup(ClientSettings.DEFAULT.withDns(policy));
    var url = URI.create(scheme + "://" + HOST + "/pub/" + metainfo.info().name());
    return (LookupResult.Present) lookup.lookup(url);
  }

  /** Over UDP, TCP and several records, with nobody in between. */
  @Test
  void client_validates() throws Exception {
    for (Metainfo metainfo : List.of(SMALL, MEDIUM, LARGE, TAGGED)) {
      var result = lookUp(metainfo, "https", ds);
      assertThat(result.by().validated()).isTrue();
      assertThat(result.answer()).isEqualTo(whole(metainfo));
    }
  }

  @Test
  void client_validatesNothing() throws Exception {
    var other = new KeyFolder(folder.resolve("other")).open(Name.fromConstantString(ORIGIN));
    assertThat(lookUp(SMALL, "https", other.ds().toString()).by().isAuthentic()).isFalse();
    assertThat(lookUp(SMALL, "https").by().isAuthentic()).isFalse();
    assertThat(lookUp(SMALL, "http", ds).by().isAuthentic()).isFalse();
  }

  @Test
  void dnssecDsfromkey_readsTheKey() throws Exception {
    try (var files = Files.list(keys())) {
      String key =
          files.map(Path::toString).filter(file -> file.endsWith(".key")).findFirst().orElseThrow();
      String[] fields = Program.run(0, "dnssec-dsfromkey", key).strip().split("\\s+", -1);
      assertThat(ds).endsWith(String.join(" ", List.of(fields).subList(3, 7)));
    }
  }
}
