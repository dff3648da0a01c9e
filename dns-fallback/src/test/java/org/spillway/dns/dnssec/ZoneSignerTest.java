package org.spillway.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ZoneSignerTest {
  private static final Name ZONE = Name.fromConstantString("_torrent.dl.example.org.");
  private static final RecordName NAME = new RecordName(1, 2, 3, 0);
  private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

  private final TxtRrset rrset = TxtRrset.of(List.of(List.of("ZD", "b"), List.of("a")), 300);
  private final Name owner = owner("");
  private final ZoneKey key = ZoneKey.generate(ZONE);
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final ZoneSigner signer = new ZoneSigner(key, now::get);
  private final SigningBudget budget = SigningBudget.of(10, 10, () -> 0);

  private static Name owner(String before) {
    return Name.fromConstantString(before + NAME.labels() + "." + ZONE);
  }

  private void spend() {
    while (budget.takeForData()) {
      // Until it is spent.
    }
  }

  @Test
  void sign_torrent() throws Exception {
    var signature = (RRSIGRecord) signer.sign(NAME, rrset, owner, budget).orElseThrow();
    var records = new RRset(rrset.records(owner).toArray(Record[]::new));
    DNSSEC.verify(records, signature, key.dnskey(), now.get());
    assertThat(signature.getLabels()).isEqualTo(5);
    assertThat(signature.getOrigTTL()).isEqualTo(300);
    assertThat(signature.getSigner()).isEqualTo(ZONE);
    assertThat(Duration.between(now.get(), signature.getExpire()))
        .isBetween(Duration.ofDays(35), Duration.ofDays(42));
    assertThat(Duration.between(signature.getTimeSigned(), now.get()))
        .isBetween(Duration.ofHours(1), Duration.ofDays(7).plusHours(1));
  }

  /** RFC 4035 §5.3.1: a signature from the future is none. */
  @Test
  void sign_clockSetBack() throws Exception {
    now.set(START.plus(Duration.ofDays(60)));
    signer.sign(NAME, rrset, owner, budget);
    signer.sign(List.of(key.dnskey()));
    now.set(START);
    assertThat(signer.kept(NAME, rrset)).isNull();
    var signature = (RRSIGRecord) signer.sign(NAME, rrset, owner, budget).orElseThrow();
    assertThat(signature.getTimeSigned()).isBefore(START);
    var ofKey = (RRSIGRecord) signer.sign(List.of(key.dnskey()));
    assertThat(ofKey.getTimeSigned()).isBefore(START);
  }

  @Test
  void sign_fromTheFutureAndBudgetSpent() {
    now.set(START.plus(Duration.ofDays(60)));
    signer.sign(NAME, rrset, owner, budget);
    now.set(START);
    spend();
    assertThat(signer.sign(NAME, rrset, owner, budget)).isEmpty();
  }

  @Test
  void kept_asItStandsInAnAnswer() throws Exception {
    assertThat(signer.kept(NAME, rrset)).isNull();
    var signature = signer.sign(NAME, rrset, owner, budget).orElseThrow();
    byte[] kept = Objects.requireNonNull(signer.kept(NAME, rrset));
    var message = new Message(1);
    message.addRecord(Record.newRecord(owner, Type.TXT, 1), Section.QUESTION);
    byte[] question = message.toWire();
    byte[] answer = java.util.Arrays.copyOf(question, question.length + kept.length);
    System.arraycopy(kept, 0, answer, question.length, kept.length);
    answer[7] = 1;
    var parsed = new Message(answer).getSection(Section.ANSWER);
    assertThat(parsed).containsExactly(signature);
    assertThat(parsed.get(0).getTTL()).isEqualTo(300);
  }

  @Test
  void kept_untilItIsDue() {
    signer.sign(NAME, rrset, owner, budget);
    byte[] first = signer.kept(NAME, rrset);
    now.set(START.plus(Duration.ofDays(7)));
    assertThat(signer.kept(NAME, rrset)).isNull();
    signer.sign(NAME, rrset, owner, budget);
    assertThat(signer.kept(NAME, rrset)).isNotNull().isNotEqualTo(first);
  }

  @Test
  void kept_otherRrset() {
    signer.sign(NAME, rrset, owner, budget);
    assertThat(signer.kept(NAME, TxtRrset.of(List.of(List.of("c")), 300))).isNull();
    assertThat(signer.kept(NAME.withPart(1), rrset)).isNull();
  }

  /** One that is due is used rather than none, one that is expired is not. */
  @Test
  void sign_withoutBudget() {
    var signature = signer.sign(NAME, rrset, owner, budget);
    var other = signer.sign(List.of(key.dnskey()), budget);
    spend();
    assertThat(signer.sign(NAME.withPart(1), rrset, owner("1."), budget)).isEmpty();
    now.set(START.plus(Duration.ofDays(34)));
    assertThat(signer.sign(NAME, rrset, owner, budget)).isEqualTo(signature);
    assertThat(signer.sign(List.of(key.dnskey()), budget)).isEqualTo(other);
    now.set(START.plus(Duration.ofDays(42)));
    assertThat(signer.sign(NAME, rrset, owner, budget)).isEmpty();
    assertThat(signer.sign(List.of(key.dnskey()), budget)).isEmpty();
  }

  @Test
  void denial_isShort() throws Exception {
    var denial = signer.denial(owner("x."), List.of(ZoneSigner.NXNAME), 60, budget).orElseThrow();
    var signature = (RRSIGRecord) denial.get(1);
    DNSSEC.verify(new RRset(denial.get(0)), signature, key.dnskey(), now.get());
    assertThat(Duration.between(now.get(), signature.getExpire()))
        .isBetween(Duration.ofDays(2), Duration.ofDays(3));
  }

  /** So that they are not all made anew in the same hour. */
  @Test
  void sign_spread() {
    List<Instant> inceptions = new ArrayList<>();
    for (int part = 1; part <= 50; part++) {
      var signature =
          signer.sign(NAME.withPart(part), rrset, owner(part + "."), SigningBudget.of(100, 1));
      inceptions.add(((RRSIGRecord) signature.orElseThrow()).getTimeSigned());
    }
    assertThat(new HashSet<>(inceptions)).hasSizeGreaterThan(40);
  }
}
