package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.spillway.dns.transfer.TransferSettings;
import org.spillway.dns.transfer.TransferStats;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.torrent.Metainfo;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

class TsigPathTest {
  private static final String KEY = "secondary:hmac-sha256:c2VjcmV0IG9mIG91cnM=";
  private static final long START = 1_800_000_000;

  private Instant now = Instant.ofEpochSecond(START);
  private final PublishedRecords published = TestTorrents.published(44_000, () -> now);
  private final FallbackZone zone = TestTorrents.zones(published).get(0);
  private TransferStats stats = new TransferStats(0, 0, 0);

  TsigPathTest() {
    published.walked();
    published.settled();
  }

  private static TSIG tsig() {
    return new TSIG(TSIG.HMAC_SHA256, "secondary.", "c2VjcmV0IG9mIG91cnM=");
  }

  private Iterator<byte[]> answers(List<String> allowed, byte[] query, Transport transport) {
    var settings =
        TestTorrents.SETTINGS.withTransfer(
            TransferSettings.parse(allowed, List.of(KEY), List.of()));
    var responder = TestTorrents.responder(published, settings, new Counters());
    var answers = answers(responder, query, transport);
    stats = responder.transferStats();
    return answers.iterator();
  }

  private static List<byte[]> answers(Responder responder, byte[] query, Transport transport) {
    var exchange = Exchange.of(query, transport, InetAddress.getLoopbackAddress());
    responder.answer(exchange);
    List<byte[]> answers = new ArrayList<>();
    exchange.answerBytes().ifPresent(answers::add);
    exchange.following().forEachRemaining(answers::add);
    return answers;
  }

  private List<Message> ask(Transport transport, Message query) throws IOException {
    return ask(List.of("127.0.0.0/8"), transport, query);
  }

  private List<Message> ask(List<String> allowed, Transport transport, Message query)
      throws IOException {
    List<Message> messages = new ArrayList<>();
    for (var answers = answers(allowed, query.toWire(), transport); answers.hasNext(); ) {
      messages.add(new Message(answers.next()));
    }
    return messages;
  }

  private Message udp(Message query) throws IOException {
    var messages = ask(Transport.UDP, query);
    assertThat(messages).hasSize(1);
    return messages.get(0);
  }

  private static Message axfr() {
    return query(ORIGIN, Type.AXFR);
  }

  /** Tools that know no more of the zone than a serial make it like this. */
  private static Message ixfr(long serial) {
    var query = query(ORIGIN, Type.IXFR);
    var soa =
        new SOARecord(
            Name.fromConstantString(ORIGIN),
            DClass.IN,
            0,
            Name.root,
            Name.root,
            serial,
            0,
            0,
            0,
            0);
    query.addRecord(soa, Section.AUTHORITY);
    return query;
  }

  private static List<Record> records(List<Message> messages) {
    return messages.stream().flatMap(m -> m.getSection(Section.ANSWER).stream()).toList();
  }

  /** The serials of SOA records, and whose torrents stand between them. */
  private static List<String> outline(List<Message> messages) {
    return records(messages).stream()
        .filter(record -> record.getType() != Type.NS)
        .map(
            record ->
                record instanceof SOARecord soa
                    ? "SOA +" + (soa.getSerial() - START)
                    : file(record.getName()))
        .toList();
  }

  private static String file(Name name) {
    return Stream.of(SMALL, MEDIUM, LARGE, TAGGED)
        .filter(torrent -> name.equals(Name.fromConstantString(name(torrent))))
        .map(torrent -> torrent.info().name())
        .findFirst()
        .orElseThrow();
  }

  private void publish(int second, Metainfo torrent) {
    now = Instant.ofEpochSecond(START + second);
    published.publish(key(torrent), torrent);
    published.serial();
  }

  private void withdraw(int second, Metainfo torrent) {
    now = Instant.ofEpochSecond(START + second);
    published.withdrawn(key(torrent));
    published.serial();
  }

  @Test
  void axfr_whole() throws IOException {
    publish(1, SMALL);
    publish(2, TAGGED);
    var messages = ask(Transport.TCP, edns(axfr(), 1232));
    assertThat(summary(messages.get(0))).startsWith("NOERROR qr aa | SOA NS TXT");
    var records = records(messages);
    assertThat(records.get(0)).isEqualTo(zone.soa()).isEqualTo(records.get(records.size() - 1));
    assertThat(records.get(1)).isEqualTo(zone.nameServers().get(0));
    var expected =
        Stream.of(SMALL, TAGGED)
            .flatMap(
                torrent -> {
                  var name = Name.fromConstantString(name(torrent));
                  var rrset = published.find(zone.recordName(name).orElseThrow()).orElseThrow();
                  return rrset.records(name).stream();
                })
            .toList();
    assertThat(records.subList(2, records.size() - 1))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(messages.get(0).getQuestion()).isEqualTo(axfr().getQuestion());
    assertThat(messages).hasSizeGreaterThan(1).allMatch(message -> message.getOPT() != null);
  }

  @Test
  void axfr_manyMessages() throws IOException {
    IntStream.range(1, 400).forEach(i -> publish(1, TestTorrents.metainfo(i)));
    var answers = answers(List.of("127.0.0.1"), axfr().toWire(), Transport.TCP);
    int records = 0;
    int longest = 0;
    for (; answers.hasNext(); ) {
      byte[] message = answers.next();
      records += new Message(message).getSection(Section.ANSWER).size();
      longest = Math.max(longest, message.length);
    }
    assertThat(records).isEqualTo(3 + 399);
    assertThat(longest).isBetween(25_000, 32_768);
  }

  /** The zone's names are not in the spelling of the question (RFC 5936 §3.4). */
  @Test
  void axfr_case() throws IOException {
    publish(1, SMALL);
    var query = query(ORIGIN.toUpperCase(Locale.ROOT), Type.AXFR);
    var messages = ask(Transport.TCP, query);
    assertThat(messages.get(0).getQuestion().getName())
        .hasToString(ORIGIN.toUpperCase(Locale.ROOT));
    assertThat(records(messages)).allMatch(record -> record.getName().toString().endsWith(ORIGIN));
  }

  @Test
  void axfr_refused() throws IOException {
    var rules =
        List.of(
            List.<String>of(),
            List.of("192.0.2.0/24", "::/0"),
            List.of("key:secondary"),
            List.of("127.0.0.1+key:secondary"));
    for (var rule : rules) {
      var messages = ask(rule, Transport.TCP, axfr());
      assertThat(messages).extracting(TestQueries::summary).containsExactly("REFUSED qr | | |");
    }
    assertThat(summary(udp(axfr()))).isEqualTo("REFUSED qr | | |");
    assertThat(summary(ask(Transport.TCP, query(name(SMALL), Type.AXFR)).get(0)))
        .isEqualTo("REFUSED qr | | |");
  }

  @Test
  void axfr_signed() throws IOException {
    IntStream.range(1, 200).forEach(i -> publish(1, TestTorrents.metainfo(i)));
    for (var rule : List.of("key:secondary", "127.0.0.1+key:secondary", "127.0.0.1")) {
      var query = axfr();
      tsig().apply(query, null);
      var verifier = new TSIG.StreamVerifier(tsig(), query.getTSIG());
      int messages = 0;
      for (var answers = answers(List.of(rule), query.toWire(), Transport.TCP);
          answers.hasNext();
          messages++) {
        byte[] answer = answers.next();
        assertThat(verifier.verify(new Message(answer), answer)).isEqualTo(Rcode.NOERROR);
      }
      assertThat(messages).isGreaterThan(10);
    }
    var query = axfr();
    tsig().apply(query, null);
    var refused = ask(List.of("192.0.2.1+key:secondary"), Transport.TCP, query);
    assertThat(refused.get(0).getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(refused.get(0).getTSIG()).isNotNull();
  }

  /** Before the content is known, a transfer would empty the secondaries. */
  @Test
  void axfr_early() throws IOException {
    var early = TestTorrents.published(44_000, () -> now);
    early.publish(key(SMALL), SMALL);
    var settings =
        TestTorrents.SETTINGS.withTransfer(
            TransferSettings.parse(List.of("127.0.0.1"), List.of(), List.of()));
    var responder = TestTorrents.responder(early, settings, new Counters());
    var answer = new Message(answers(responder, axfr().toWire(), Transport.TCP).get(0));
    assertThat(summary(answer)).isEqualTo("SERVFAIL qr aa | | |");
    early.walked();
    early.settled();
    answer = new Message(answers(responder, axfr().toWire(), Transport.TCP).get(0));
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void ixfr_changes() throws IOException {
    publish(1, SMALL);
    publish(2, MEDIUM);
    publish(3, LARGE);
    withdraw(4, MEDIUM);
    assertThat(outline(ask(Transport.TCP, ixfr(START + 2))))
        .containsExactly(
            "SOA +4", "SOA +2", "SOA +3", "file510", "SOA +3", "file34", "SOA +4", "SOA +4");
    assertThat(stats).isEqualTo(new TransferStats(0, 1, 0));
  }

  @Test
  void ixfr_current() throws IOException {
    publish(1, SMALL);
    for (long serial : new long[] {START + 1, START + 2, START + 1_000_000}) {
      assertThat(outline(ask(Transport.TCP, ixfr(serial)))).containsExactly("SOA +1");
      assertThat(outline(ask(Transport.UDP, ixfr(serial)))).containsExactly("SOA +1");
    }
  }

  @Test
  void ixfr_unknownSerial() throws IOException {
    publish(1, SMALL);
    assertThat(outline(ask(Transport.TCP, ixfr(START - 7))))
        .containsExactly("SOA +1", "file5", "SOA +1");
    assertThat(outline(ask(Transport.UDP, ixfr(START - 7)))).containsExactly("SOA +1");
    assertThat(stats).isEqualTo(new TransferStats(0, 0, 1));
  }

  @Test
  void ixfr_longerThanTheZone() throws IOException {
    publish(1, SMALL);
    for (int second = 2; second < 8; second += 2) {
      publish(second, MEDIUM);
      withdraw(second + 1, MEDIUM);
    }
    assertThat(outline(ask(Transport.TCP, ixfr(START))))
        .containsExactly("SOA +7", "file5", "SOA +7");
  }

  @Test
  void ixfr_udp() throws IOException {
    publish(1, SMALL);
    assertThat(outline(List.of(signedUdp(START))))
        .containsExactly("SOA +1", "SOA +0", "SOA +1", "file5", "SOA +1");
    publish(2, LARGE);
    assertThat(outline(List.of(signedUdp(START)))).containsExactly("SOA +2");
  }

  /** Sends a signed query, because the address of any other one may be forged. */
  private Message signedUdp(long serial) throws IOException {
    var query = edns(ixfr(serial), 1232);
    tsig().apply(query, null);
    return udp(query);
  }

  @Test
  void ixfr_noSerial() throws IOException {
    var answer = udp(query(ORIGIN, Type.IXFR));
    assertThat(answer.getRcode()).isEqualTo(Rcode.FORMERR);
  }

  @Test
  void query_signed() throws IOException {
    publish(1, MEDIUM);
    for (var query : List.of(query(ORIGIN, Type.SOA), edns(txt(name(MEDIUM)), 1232))) {
      tsig().apply(query, null);
      byte[] wire = answers(List.of(), query.toWire(), Transport.UDP).next();
      var answer = new Message(wire);
      assertThat(tsig().verify(answer, wire, query.getTSIG())).isEqualTo(Rcode.NOERROR);
      assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
    }
  }

  /** Whatever fits unsigned only is truncated, and signed. */
  @Test
  void query_signedTooLong() throws IOException {
    for (int pieces = 30; pieces < 50; pieces++) {
      var torrent = TestTorrents.metainfo(pieces);
      publish(1, torrent);
      var query = edns(txt(name(torrent)), 1232);
      tsig().apply(query, null);
      byte[] wire = answers(List.of(), query.toWire(), Transport.UDP).next();
      var answer = new Message(wire);
      assertThat(tsig().verify(answer, wire, query.getTSIG())).isEqualTo(Rcode.NOERROR);
      assertThat(wire).hasSizeLessThanOrEqualTo(1232);
      assertThat(answer.getHeader().getFlag(Flags.TC))
          .isEqualTo(answer.getSection(Section.ANSWER).isEmpty());
    }
  }

  @Test
  void query_unknownKey() throws IOException {
    var query = txt(name(SMALL));
    new TSIG(TSIG.HMAC_SHA256, "stranger.", "c2VjcmV0").apply(query, null);
    var answer = new Message(answers(List.of(), query.toWire(), Transport.UDP).next());
    assertThat(summary(answer)).isEqualTo("NOTAUTH qr | | | TSIG");
  }

  @Test
  void notify_notImplemented() throws IOException {
    var notify = query(ORIGIN, Type.SOA);
    notify.getHeader().setOpcode(Opcode.NOTIFY);
    assertThat(udp(notify).getRcode()).isEqualTo(Rcode.NOTIMP);
  }

  @Test
  void answer_silence() {
    assertThat(answers(List.of(), new byte[11], Transport.UDP).hasNext()).isFalse();
    byte[] response = axfr().toWire();
    response[2] |= (byte) 0x80;
    assertThat(answers(List.of("127.0.0.1"), response, Transport.UDP).hasNext()).isFalse();
  }
}
