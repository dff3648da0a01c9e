package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.answer;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.recursive;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.tcp;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestQueries.udp;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.dns.TestTorrents.torrent;
import static org.spillway.dns.TestTorrents.whole;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.dns.transfer.TransferStats;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is answered to well-formed queries. */
class ResponderTest {
  private static final String UNKNOWN = "0000000000000000000000000000000000000000." + ORIGIN;

  private final Responder responder = TestTorrents.responder(SMALL, MEDIUM, LARGE, TAGGED);

  @Test
  void answer_txt() throws IOException {
    var answer = udp(responder, txt(name(SMALL)));
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa | TXT | |");
    assertThat(torrent(answer)).isEqualTo(whole(SMALL));
    assertThat(answer.getSection(Section.ANSWER).get(0).getTTL()).isEqualTo(300);
    assertThat(answer.getHeader().getID()).isEqualTo(TestQueries.ID);
    assertThat(answer.getQuestion()).isEqualTo(txt(name(SMALL)).getQuestion());
  }

  @Test
  void answer_otherZone() throws IOException {
    var answer = udp(responder, txt(name(SMALL).replace("dl.example.org", "example.net")));
    assertThat(torrent(answer)).isEqualTo(whole(SMALL));
  }

  /** RFC 4343 §4.1; the bytes, as dnsjava's names are equal in any case. */
  @Test
  void answer_upperCase() throws IOException {
    String name = name(SMALL).toUpperCase(Locale.ROOT);
    var answer = udp(responder, txt(name));
    assertThat(torrent(answer)).isEqualTo(whole(SMALL));
    assertThat(answer.getQuestion().getName()).hasToString(name);
    assertThat(answer.getSection(Section.ANSWER).get(0).getName()).hasToString(name);
  }

  @Test
  void answer_recursionDesired() throws IOException {
    var answer = udp(responder, recursive(txt(name(SMALL))));
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa rd | TXT | |");
  }

  /** RFC 2308 §2.2. */
  @ParameterizedTest
  @ValueSource(ints = {Type.A, Type.AAAA, Type.SOA, Type.NS, Type.RRSIG, Type.DS, 65_280})
  void answer_otherType(int type) throws IOException {
    assertThat(summary(udp(responder, query(name(SMALL), type))))
        .isEqualTo("NOERROR qr aa | | SOA |");
  }

  /** RFC 2308 §2.1 and §5: how long the denial holds. */
  @ParameterizedTest
  @ValueSource(
      strings = {UNKNOWN, "a." + ORIGIN, "\\000." + ORIGIN, "a.b.c." + ORIGIN, "*." + ORIGIN})
  void answer_unknownName(String name) throws IOException {
    var answer = udp(responder, txt(name));
    assertThat(summary(answer)).isEqualTo("NXDOMAIN qr aa | | SOA |");
    var soa = (SOARecord) answer.getSection(Section.AUTHORITY).get(0);
    assertThat(soa.getTTL()).isEqualTo(60);
    assertThat(soa.getMinimum()).isEqualTo(60);
    assertThat(soa.getName()).hasToString(ORIGIN);
  }

  @Test
  void answer_belowTorrent() throws IOException {
    assertThat(summary(udp(responder, txt("1." + name(SMALL)))))
        .isEqualTo("NXDOMAIN qr aa | | SOA |");
  }

  @ParameterizedTest
  @CsvSource({
    "6, NOERROR qr aa | SOA | |",
    "2, NOERROR qr aa | NS | |",
    "16, NOERROR qr aa | | SOA |",
    "1, NOERROR qr aa | | SOA |",
    "255, NOERROR qr aa | SOA | |",
    "252, REFUSED qr | | |",
    "251, REFUSED qr | | |",
  })
  void answer_apex(int type, String summary) throws IOException {
    assertThat(summary(udp(responder, query(ORIGIN, type)))).isEqualTo(summary);
  }

  @Test
  void answer_apexRecords() throws IOException {
    var soa = (SOARecord) first(udp(responder, query(ORIGIN, Type.SOA)));
    assertThat(soa.getHost()).hasToString("ns.dl.example.org.");
    assertThat(soa.getAdmin()).hasToString("hostmaster.dl.example.org.");
    var servers = udp(responder, query("_torrent.example.net.", Type.NS));
    assertThat(servers.getSection(Section.ANSWER).stream().map(Record::rdataToString))
        .containsExactly("a.example.com.", "b.example.com.");
  }

  /** RFC 8482 §4.1 and §4.2. */
  @Test
  void answer_any() throws IOException {
    var small = TestTorrents.responder(TestTorrents.metainfo(1));
    assertThat(summary(udp(small, query(name(TestTorrents.metainfo(1)), Type.ANY))))
        .isEqualTo("NOERROR qr aa | TXT | |");
    var answer = udp(responder, query(name(LARGE), Type.ANY));
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa | HINFO | |");
    assertThat(first(answer).rdataToString()).isEqualTo("\"RFC8482\" \"\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "org.",
        "dl.example.org.",
        "x_torrent.dl.example.org.",
        "_torrent.example.org."
      })
  void answer_outsideOfZone(String name) throws IOException {
    assertThat(summary(udp(responder, txt(name)))).isEqualTo("REFUSED qr | | |");
  }

  @ParameterizedTest
  @ValueSource(ints = {DClass.CH, DClass.HS, DClass.NONE, DClass.ANY, 0, 4711})
  void answer_otherClass(int dclass) throws IOException {
    var answer = udp(responder, query(name(SMALL), Type.TXT, dclass));
    assertThat(summary(answer)).isEqualTo("REFUSED qr | | |");
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, 3, Opcode.NOTIFY, Opcode.UPDATE, 6, 15})
  void answer_otherOpcode(int opcode) throws IOException {
    var query = recursive(txt(name(SMALL)));
    query.getHeader().setOpcode(opcode);
    var answer = udp(responder, query);
    assertThat(summary(answer)).isEqualTo("NOTIMP qr | | |");
    assertThat(answer.getHeader().getOpcode()).isEqualTo(opcode);
  }

  /** RFC 6891 §6.2.3 to §6.2.5; 512 bytes are the least. */
  @ParameterizedTest
  @CsvSource({"0, 512", "100, 512", "512, 512", "900, 900", "1232, 1232", "65535, 1232"})
  void answer_payloadSize(int offered, int limit) throws IOException {
    for (int pieces = 1; pieces < 80; pieces++) {
      var metainfo = TestTorrents.metainfo(pieces);
      var query = edns(txt(name(metainfo)), offered);
      var responder = TestTorrents.responder(metainfo);
      int whole =
          TestQueries.answerBytes(responder, query.toWire(), Transport.TCP).orElseThrow().length;
      assertThat(summary(udp(responder, query)))
          .isEqualTo(whole <= limit ? "NOERROR qr aa | TXT | | OPT" : "NOERROR qr aa tc | | | OPT");
    }
  }

  @Test
  void answer_withoutEdns() throws IOException {
    assertThat(summary(udp(responder, txt(name(MEDIUM))))).isEqualTo("NOERROR qr aa tc | | |");
    assertThat(summary(udp(responder, edns(txt(name(MEDIUM)), 4096))))
        .isEqualTo("NOERROR qr aa | TXT | | OPT");
  }

  @Test
  void answer_tcp() throws IOException {
    var large = tcp(responder, txt(name(LARGE)));
    assertThat(summary(large)).isEqualTo("NOERROR qr aa | TXT | |");
    assertThat(torrent(large)).isEqualTo(whole(LARGE));
    var tagged = tcp(responder, edns(txt(name(TAGGED)), 512));
    assertThat(summary(tagged)).isEqualTo("NOERROR qr aa | TXT TXT TXT TXT | | OPT");
    assertThat(torrent(tagged)).isEqualTo(whole(TAGGED));
  }

  @Test
  void answer_ednsVersion() throws IOException {
    var answer = udp(responder, edns(txt(name(SMALL)), 1232, 1, 0));
    assertThat(summary(answer)).isEqualTo("BADVERS qr | | | OPT");
    assertThat(answer.getOPT().getVersion()).isZero();
  }

  /** RFC 3225 §3 for DO; other flags are not repeated (RFC 6891 §6.1.4). */
  @Test
  void answer_ednsFlags() throws IOException {
    var answer = udp(responder, dnssecOk(txt(name(SMALL))));
    assertThat(answer.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
    assertThat(answer.getOPT().getPayloadSize()).isEqualTo(1232);
    var other = udp(responder, edns(txt(name(SMALL)), 1232, 0, 0x0080));
    assertThat(other.getOPT().getFlags()).isZero();
  }

  @Test
  void answer_ednsOfErrors() throws IOException {
    assertThat(summary(udp(responder, edns(txt(UNKNOWN), 1232))))
        .isEqualTo("NXDOMAIN qr aa | | SOA | OPT");
    assertThat(summary(udp(responder, edns(txt("org."), 1232)))).isEqualTo("REFUSED qr | | | OPT");
  }

  @Test
  void answer_longestName() throws IOException {
    String label = "a".repeat(63) + ".";
    var name = Name.fromString(label.repeat(3) + "a".repeat(37) + "." + ORIGIN);
    assertThat(name.length()).isEqualTo((short) 255);
    assertThat(summary(udp(responder, txt(name.toString())))).startsWith("NXDOMAIN qr aa ");
  }

  @Test
  void stats_everyOutcome() throws IOException {
    var none = new TransferStats(0, 0, 0);
    var counters = new Counters();
    var counted = TestTorrents.responder(TestTorrents.published(SMALL, LARGE), counters);
    udp(counted, txt(name(SMALL)));
    udp(counted, txt(name(LARGE)));
    tcp(counted, txt(name(LARGE)));
    answer(counted, txt(name(LARGE)).toWire(), Transport.HTTPS);
    udp(counted, txt(UNKNOWN));
    udp(counted, edns(txt(UNKNOWN), 1232, 1, 0));
    answer(counted, new byte[12], Transport.UDP);
    assertThat(TestQueries.answerBytes(counted, new byte[11], Transport.UDP)).isEmpty();
    counters.connectionOpened();
    assertThat(counters.stats(2, none, List.of()))
        .isEqualTo(
            new DnsStats(
                6,
                1,
                1,
                Map.of("NOERROR", 4L, "NXDOMAIN", 1L, "BADVERS", 1L, "FORMERR", 1L),
                1,
                1,
                0,
                1,
                2,
                none,
                List.of()));
  }

  private static Record first(Message answer) {
    return answer.getSection(Section.ANSWER).get(0);
  }
}
