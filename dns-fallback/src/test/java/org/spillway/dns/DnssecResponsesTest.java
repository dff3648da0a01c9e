package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.tcp;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestQueries.udp;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Every signature is checked by dnsjava, which is no part of how they are made but the digest. */
class DnssecResponsesTest {
  private static final String UNKNOWN = "0000000000000000000000000000000000000000." + ORIGIN;

  @TempDir private Path folder;

  private final AtomicLong nanoTime = new AtomicLong();
  private Responder responder;

  @BeforeEach
  void open() throws IOException {
    responder =
        TestTorrents.signing(
            TestTorrents.published(SMALL, MEDIUM, TAGGED), folder.resolve("dnssec"), nanoTime::get);
  }

  @Test
  void sign_torrent() throws Exception {
    var answer = tcp(responder, dnssecOk(txt(name(SMALL))));
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa | TXT RRSIG | | OPT");
    assertValid(answer);
    assertThat(answer.getSection(Section.ANSWER)).allMatch(record -> record.getTTL() == 300);
  }

  /** From the second time on the fast path answers, which copies the signature. */
  @Test
  void sign_again() throws Exception {
    for (String name : List.of(name(SMALL), name(SMALL).toUpperCase(Locale.ROOT))) {
      var first = tcp(responder, dnssecOk(txt(name)));
      var again = tcp(responder, dnssecOk(txt(name)));
      assertThat(summary(again)).isEqualTo(summary(first));
      assertThat(again.getSection(Section.ANSWER)).isEqualTo(first.getSection(Section.ANSWER));
      assertValid(again);
    }
    assertThat(summary(udp(responder, txt(name(SMALL))))).isEqualTo("NOERROR qr aa | TXT | |");
  }

  @Test
  void sign_upperCase() throws Exception {
    String name = name(SMALL).toUpperCase(Locale.ROOT);
    var answer = tcp(responder, dnssecOk(txt(name)));
    assertValid(answer);
    assertThat(answer.getSection(Section.ANSWER).get(1).getName()).hasToString(name);
    assertValid(tcp(responder, dnssecOk(txt("X" + UNKNOWN.toUpperCase(Locale.ROOT)))));
  }

  @Test
  void sign_tagged() throws Exception {
    var answer = tcp(responder, dnssecOk(txt(name(TAGGED))));
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa | TXT TXT TXT TXT RRSIG | | OPT");
    assertValid(answer);
  }

  @Test
  void sign_tooLongForUdp() throws IOException {
    assertThat(summary(udp(responder, edns(txt(name(MEDIUM)), 1232))))
        .isEqualTo("NOERROR qr aa | TXT | | OPT");
    assertThat(summary(udp(responder, dnssecOk(txt(name(MEDIUM))))))
        .isEqualTo("NOERROR qr aa tc | | | OPT");
  }

  /** RFC 4035 §3.1.1: nobody who has not said so gets signatures. */
  @ParameterizedTest
  @ValueSource(ints = {Type.TXT, Type.A, Type.ANY})
  void sign_withoutDo(int type) throws IOException {
    for (String name : List.of(name(SMALL), UNKNOWN, ORIGIN)) {
      var unsigned = TestTorrents.responder(SMALL, MEDIUM, TAGGED);
      assertThat(summary(udp(responder, query(name, type))))
          .isEqualTo(summary(udp(unsigned, query(name, type))));
    }
  }

  @Test
  void sign_apex() throws Exception {
    for (int type : new int[] {Type.SOA, Type.NS, Type.DNSKEY}) {
      var answer = udp(responder, dnssecOk(query(ORIGIN, type)));
      assertThat(summary(answer))
          .isEqualTo("NOERROR qr aa | " + Type.string(type) + " RRSIG | | OPT");
      assertValid(answer);
    }
    assertThat(summary(udp(responder, query(ORIGIN, Type.DNSKEY))))
        .isEqualTo("NOERROR qr aa | DNSKEY | |");
  }

  @Test
  void sign_noSuchType() throws Exception {
    assertDenied(name(SMALL), Type.A, "TXT RRSIG NSEC");
    assertDenied(name(SMALL), Type.DNSKEY, "TXT RRSIG NSEC");
    assertDenied(ORIGIN, Type.TXT, "NS SOA RRSIG NSEC DNSKEY CDS CDNSKEY");
    assertDenied(ORIGIN, Type.DS, "NS SOA RRSIG NSEC DNSKEY CDS CDNSKEY");
  }

  @Test
  void sign_noSuchName() throws Exception {
    assertDenied(UNKNOWN, Type.TXT, "RRSIG NSEC TYPE128");
    assertDenied("1." + name(SMALL), Type.TXT, "RRSIG NSEC TYPE128");
    assertDenied("\\000." + ORIGIN, Type.A, "RRSIG NSEC TYPE128");
    assertDenied("*." + ORIGIN, Type.TXT, "RRSIG NSEC TYPE128");
  }

  private void assertDenied(String name, int type, String types) throws Exception {
    var answer = udp(responder, dnssecOk(query(name, type)));
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa | | SOA RRSIG NSEC RRSIG | OPT");
    assertThat(answer.getSection(Section.AUTHORITY).get(2).rdataToString())
        .isEqualTo("\\000." + name + " " + types);
    assertThat(answer.getSection(Section.AUTHORITY)).allMatch(record -> record.getTTL() == 60);
    assertValid(answer);
  }

  /** RFC 9824 §5.1. */
  @Test
  void sign_compactAnswersOk() throws Exception {
    int flags = ExtendedFlags.DO | 0x4000;
    var answer = udp(responder, edns(txt(UNKNOWN), 1232, 0, flags));
    assertThat(summary(answer)).isEqualTo("NXDOMAIN qr aa | | SOA RRSIG NSEC RRSIG | OPT");
    assertThat(answer.getOPT().getFlags()).isEqualTo(flags);
    var other = udp(responder, edns(query(name(SMALL), Type.A), 1232, 0, flags));
    assertThat(summary(other)).isEqualTo("NOERROR qr aa | | SOA RRSIG NSEC RRSIG | OPT");
  }

  @Test
  void sign_typesOfDnssec() throws Exception {
    assertThat(summary(udp(responder, query(name(SMALL), Type.RRSIG))))
        .isEqualTo("NOERROR qr aa | RRSIG | |");
    assertThat(summary(udp(responder, query(ORIGIN, Type.RRSIG))))
        .isEqualTo("NOERROR qr aa | RRSIG | |");
    assertThat(summary(udp(responder, query(UNKNOWN, Type.RRSIG))))
        .isEqualTo("NXDOMAIN qr aa | | SOA |");
    assertThat(summary(udp(responder, query(name(SMALL), Type.NSEC))))
        .isEqualTo("NOERROR qr aa | NSEC | |");
    var answer = udp(responder, dnssecOk(query(UNKNOWN, Type.NSEC)));
    assertThat(summary(answer)).isEqualTo("NOERROR qr aa | NSEC RRSIG | | OPT");
    assertValid(answer);
    assertThat(summary(udp(responder, query(UNKNOWN, 128)))).isEqualTo("FORMERR qr | | |");
  }

  @Test
  void sign_any() throws Exception {
    assertValid(tcp(responder, dnssecOk(query(name(SMALL), Type.ANY))));
    assertValid(tcp(responder, dnssecOk(query(name(TAGGED), Type.ANY))));
    assertValid(tcp(responder, dnssecOk(query(ORIGIN, Type.ANY))));
  }

  /** Forged queries for names that do not exist send to TCP what is not kept; the rest goes on. */
  @Test
  void sign_flood() throws IOException {
    var kept = dnssecOk(txt(name(SMALL)));
    String whole = summary(udp(responder, kept));
    String denied = "NOERROR qr aa | | SOA RRSIG NSEC RRSIG | OPT";
    for (int i = 0; i < 250; i++) {
      assertThat(summary(udp(responder, dnssecOk(txt(i + "." + ORIGIN)))))
          .isEqualTo(i < 200 ? denied : "NOERROR qr aa tc | | | OPT");
    }
    assertThat(summary(udp(responder, dnssecOk(txt("0." + ORIGIN))))).isEqualTo(denied);
    assertThat(summary(udp(responder, kept))).isEqualTo(whole);
    for (int i = 200; i < 401; i++) {
      assertThat(summary(tcp(responder, dnssecOk(txt(i + "." + ORIGIN)))))
          .isEqualTo(i < 400 ? denied : "SERVFAIL qr | | | OPT");
    }
    nanoTime.set(5_000_000);
    assertThat(summary(tcp(responder, dnssecOk(txt("400." + ORIGIN))))).isEqualTo(denied);
  }

  /** Each RRset is followed by its signature. */
  private void assertValid(Message answer) throws Exception {
    var key = (DNSKEYRecord) first(udp(responder, query(ORIGIN, Type.DNSKEY)));
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      var rrset = new RRset();
      for (var record : answer.getSection(section)) {
        if (record instanceof RRSIGRecord signature) {
          DNSSEC.verify(rrset, signature, key);
          rrset = new RRset();
        } else {
          rrset.addRR(record);
        }
      }
      assertThat(rrset.size()).isZero();
    }
  }

  private static org.xbill.DNS.Record first(Message answer) {
    return answer.getSection(Section.ANSWER).get(0);
  }
}
