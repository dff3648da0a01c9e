package org.spillway.dns.tsig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** The other side is dnsjava's. */
class TsigKeysTest {
  private static final Name NAME = Name.fromConstantString("secondary.example.");
  private static final byte[] SECRET = "a secret of some bytes, not one more".getBytes(UTF_8);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private static TsigKey key(TsigAlgorithm algorithm) {
    return TsigKey.parse(
        "Secondary.Example:%s:%s".formatted(algorithm, Base64.getEncoder().encodeToString(SECRET)));
  }

  private static TsigKeys keys(TsigAlgorithm algorithm) {
    return new TsigKeys(List.of(key(algorithm)), () -> NOW);
  }

  private static TSIG theirs(TsigAlgorithm algorithm, Name name, byte[] secret, Instant now) {
    var bytes = new javax.crypto.spec.SecretKeySpec(secret, algorithm.java());
    return new TSIG(algorithm.wireName(), name, bytes, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static TSIG theirs(TsigAlgorithm algorithm) {
    return theirs(algorithm, NAME, SECRET, NOW);
  }

  private static Message query() {
    var name = Name.fromConstantString("_torrent.dl.example.org.");
    var query = Message.newQuery(Record.newRecord(name, Type.SOA, DClass.IN));
    query.getHeader().setID(0xBEEF);
    return query;
  }

  private static Message signed(TSIG tsig) {
    var query = query();
    tsig.apply(query, null);
    return query;
  }

  private static byte[] answer() {
    var answer = query();
    answer.getHeader().setFlag(Flags.QR);
    return answer.toWire();
  }

  private static Message refusal(TsigRequest request) throws IOException {
    assertThat(((TsigRequest.Refused) request).rcode()).isEqualTo(Rcode.NOTAUTH);
    return new Message(((TsigRequest.Refused) request).answer());
  }

  @ParameterizedTest
  @EnumSource(TsigAlgorithm.class)
  void open_signed(TsigAlgorithm algorithm) throws IOException {
    var theirs = theirs(algorithm);
    byte[] query = signed(theirs).toWire();
    var request = (TsigRequest.Signed) keys(algorithm).open(query);
    assertThat(request.message()).isEqualTo(query().toWire());
    assertThat(request.session().key()).isEqualTo(NAME);

    byte[] answer = request.session().sign(answer());
    var parsed = new Message(answer);
    assertThat(theirs.verify(parsed, answer, new Message(query).getTSIG()))
        .isEqualTo(Rcode.NOERROR);
    assertThat(answer).hasSize(answer().length + request.session().overhead());
  }

  @Test
  void sign_stream() throws IOException {
    var theirs = theirs(TsigAlgorithm.HMAC_SHA256);
    byte[] query = signed(theirs).toWire();
    var request = (TsigRequest.Signed) keys(TsigAlgorithm.HMAC_SHA256).open(query);
    var verifier = new TSIG.StreamVerifier(theirs, new Message(query).getTSIG());
    for (int i = 0; i < 5; i++) {
      byte[] answer = request.session().sign(answer());
      assertThat(verifier.verify(new Message(answer), answer)).isEqualTo(Rcode.NOERROR);
    }
  }

  @Test
  void open_unsigned() {
    assertThat(keys(TsigAlgorithm.HMAC_SHA256).open(query().toWire()))
        .isEqualTo(new TsigRequest.Unsigned());
  }

  @Test
  void open_unknownKey() throws IOException {
    var other = Name.fromConstantString("other.example.");
    var query = signed(theirs(TsigAlgorithm.HMAC_SHA256, other, SECRET, NOW));
    var refusal = refusal(keys(TsigAlgorithm.HMAC_SHA256).open(query.toWire()));
    assertThat(refusal.getTSIG())
        .extracting(TSIGRecord::getName, TSIGRecord::getError, TSIGRecord::getSignature)
        .containsExactly(other, Rcode.BADKEY, new byte[0]);
    assertThat(refusal.getQuestion()).isEqualTo(query.getQuestion());
    assertThat(refusal.getHeader().getID()).isEqualTo(0xBEEF);
  }

  @Test
  void open_otherAlgorithm() throws IOException {
    var query = signed(theirs(TsigAlgorithm.HMAC_SHA1));
    var refusal = refusal(keys(TsigAlgorithm.HMAC_SHA256).open(query.toWire()));
    assertThat(refusal.getTSIG().getError()).isEqualTo(Rcode.BADKEY);
  }

  @Test
  void open_wrongMac() throws IOException {
    var query = signed(theirs(TsigAlgorithm.HMAC_SHA256, NAME, new byte[32], NOW));
    var refusal = refusal(keys(TsigAlgorithm.HMAC_SHA256).open(query.toWire()));
    assertThat(refusal.getTSIG())
        .extracting(TSIGRecord::getError, TSIGRecord::getSignature)
        .containsExactly(Rcode.BADSIG, new byte[0]);
  }

  /** Signed, with our time, so that the other side sees what is wrong (RFC 8945 §5.2.3). */
  @Test
  void open_wrongTime() throws IOException {
    for (var wrong : List.of(NOW.minusSeconds(301), NOW.plusSeconds(301))) {
      var theirs = theirs(TsigAlgorithm.HMAC_SHA256, NAME, SECRET, wrong);
      byte[] query = signed(theirs).toWire();
      var request = (TsigRequest.Refused) keys(TsigAlgorithm.HMAC_SHA256).open(query);
      var refusal = refusal(request);
      assertThat(refusal.getTSIG())
          .extracting(TSIGRecord::getError, TSIGRecord::getTimeSigned, TSIGRecord::getOther)
          .containsExactly(Rcode.BADTIME, wrong, new byte[] {0, 0, 0x6B, 0x49, (byte) 0xD2, 0});
      assertThat(theirs.verify(refusal, request.answer(), new Message(query).getTSIG()))
          .isEqualTo(Rcode.NOERROR);
    }
    var late = theirs(TsigAlgorithm.HMAC_SHA256, NAME, SECRET, NOW.minus(Duration.ofMinutes(5)));
    assertThat(keys(TsigAlgorithm.HMAC_SHA256).open(signed(late).toWire()))
        .isInstanceOf(TsigRequest.Signed.class);
  }

  @Test
  void open_shortMac() throws IOException {
    var full = signed(theirs(TsigAlgorithm.HMAC_SHA256)).getTSIG();
    var refusal = refusal(keys(TsigAlgorithm.HMAC_SHA256).open(withMac(full, 16)));
    assertThat(refusal.getTSIG().getError()).isEqualTo(Rcode.BADTRUNC);
    assertThat(refusal.getTSIG().getSignature()).hasSize(32);

    for (int length : new int[] {0, 1, 15, 33}) {
      byte[] wrong = withMac(full, length);
      var request = (TsigRequest.Refused) keys(TsigAlgorithm.HMAC_SHA256).open(wrong);
      assertThat(new Message(request.answer()).getRcode()).isEqualTo(Rcode.FORMERR);
      assertThat(new Message(request.answer()).getTSIG()).isNull();
    }
  }

  /** The query with the record, whose MAC is cut or padded. */
  private static byte[] withMac(TSIGRecord full, int length) {
    var record =
        new TSIGRecord(
            NAME,
            DClass.ANY,
            0,
            full.getAlgorithm(),
            full.getTimeSigned(),
            full.getFudge(),
            Arrays.copyOf(full.getSignature(), length),
            full.getOriginalID(),
            0,
            null);
    return SignedMessage.append(query().toWire(), record);
  }

  @Test
  void open_tsigNotLast() {
    byte[] once = signed(theirs(TsigAlgorithm.HMAC_SHA256)).toWire();
    byte[] twice = SignedQuery.of(once, key(TsigAlgorithm.HMAC_SHA256), () -> NOW).bytes();
    byte[] longer = Arrays.copyOf(once, once.length + 1);
    for (byte[] wrong : List.of(twice, longer)) {
      var request = (TsigRequest.Refused) keys(TsigAlgorithm.HMAC_SHA256).open(wrong);
      assertThat(request.rcode()).isEqualTo(Rcode.FORMERR);
    }
  }

  @Test
  void open_everyByteChanged() {
    byte[] query = signed(theirs(TsigAlgorithm.HMAC_SHA256)).toWire();
    for (int i = 0; i < query.length; i++) {
      byte[] changed = query.clone();
      changed[i] ^= 0x40;
      var request = keys(TsigAlgorithm.HMAC_SHA256).open(changed);
      // The id stands in the record as well, and case is nothing in names.
      boolean harmless = i == 0 || i == 1;
      assertThat(request instanceof TsigRequest.Signed).as("byte %d", i).isEqualTo(harmless);
    }
  }

  @Test
  void open_random() {
    var random = new Random(8945);
    byte[] query = signed(theirs(TsigAlgorithm.HMAC_SHA256)).toWire();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(query, 12 + random.nextInt(query.length));
      for (int j = random.nextInt(8); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(keys(TsigAlgorithm.HMAC_SHA256).open(bytes)).isNotNull();
    }
  }

  @Test
  void isAnsweredBy_forged() {
    var keys = keys(TsigAlgorithm.HMAC_SHA512);
    var query = keys.sign(query().toWire(), key(TsigAlgorithm.HMAC_SHA512));
    var opened = (TsigRequest.Signed) keys.open(query.bytes());
    byte[] answer = opened.session().sign(answer());
    byte[] forged = answer.clone();
    forged[3] ^= 5;
    assertThat(query.isAnsweredBy(answer())).isFalse();
    assertThat(query.isAnsweredBy(forged)).isFalse();
    assertThat(query.isAnsweredBy(answer)).isTrue();
  }

  @Test
  void parse_wrong() {
    assertThatThrownBy(() -> TsigKey.parse("a:hmac-sha256"))
        .hasMessage("a key must be NAME:ALGORITHM:BASE64");
    assertThatThrownBy(() -> TsigKey.parse("a:hmac-sha3:c2VjcmV0"))
        .hasMessageStartingWith("key a: the algorithm must be one of [hmac-md5, ")
        .hasMessageEndingWith(", was 'hmac-sha3'");
    assertThatThrownBy(() -> TsigKey.parse("a:hmac-sha256:s#cret"))
        .hasMessage("key a: the secret must be base64");
    assertThatThrownBy(() -> TsigKey.parse(":hmac-sha256:c2VjcmV0"))
        .hasMessage("a key's name must be a domain name, was ''");
    assertThat(key(TsigAlgorithm.HMAC_SHA256_128))
        .hasToString("secondary.example. hmac-sha256-128");
  }
}
