package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.answer;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.message;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestQueries.withCount;
import static org.spillway.dns.TestQueries.withOption;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.name;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** FORMERR where a header can be read, else silence. */
class ResponderBadInputTest {
  private static final String FORMERR = "FORMERR qr | | |";

  private final Responder responder = TestTorrents.responder(SMALL);

  @Test
  void answer_cutAnywhere() throws IOException {
    byte[] query = edns(txt(name(SMALL)), 1232).toWire();
    for (int length = 0; length < query.length; length++) {
      byte[] cut = Arrays.copyOf(query, length);
      if (length < 12) {
        assertThat(TestQueries.answerBytes(responder, cut, Transport.UDP)).isEmpty();
      } else {
        assertThat(summary(answer(responder, cut, Transport.UDP))).isEqualTo(FORMERR);
      }
    }
  }

  /** dnsjava's parser takes what it got of a message that says it is truncated. */
  @Test
  void answer_cutAnywhereWithTcFlag() throws IOException {
    var query = edns(txt(name(SMALL)), 1232);
    query.getHeader().setFlag(Flags.TC);
    byte[] bytes = query.toWire();
    for (int length = 12; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(summary(answer(responder, cut, Transport.UDP))).isEqualTo(FORMERR);
    }
    assertThat(summary(answer(responder, bytes, Transport.UDP))).startsWith("NOERROR qr aa |");
  }

  @Test
  void answer_response() {
    var query = txt(name(SMALL));
    query.getHeader().setFlag(Flags.QR);
    assertThat(TestQueries.answerBytes(responder, query.toWire(), Transport.UDP)).isEmpty();
  }

  @Test
  void answer_bytesAfterTheEnd() throws IOException {
    byte[] query = txt(name(SMALL)).toWire();
    assertFormerr(Arrays.copyOf(query, query.length + 1));
    assertFormerr(Arrays.copyOf(query, 65_535));
  }

  /** RFC 9619 §4. */
  @Test
  void answer_questionCount() throws IOException {
    assertFormerr(withCount(new Message(1), Section.QUESTION, 0));
    assertFormerr(edns(new Message(1), 1232).toWire());
    assertFormerr(withOption(new Message(1), EDNSOption.Code.NSID, new byte[8]).toWire());
    assertFormerr(withCount(txt(name(SMALL)), Section.QUESTION, 0));
    assertFormerr(withCount(txt(name(SMALL)), Section.QUESTION, 2));
    assertFormerr(withCount(txt(name(SMALL)), Section.QUESTION, 65_535));
    var two = txt(name(SMALL));
    two.addRecord(txt("a.example.").getQuestion(), Section.QUESTION);
    assertFormerr(two.toWire());
  }

  @ParameterizedTest
  @ValueSource(ints = {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL})
  void answer_recordsMissing(int section) throws IOException {
    assertFormerr(withCount(txt(name(SMALL)), section, 1));
    assertFormerr(withCount(txt(name(SMALL)), section, 65_535));
  }

  /** RFC 6891 §6.1.1. */
  @Test
  void answer_optRecords() throws IOException {
    assertFormerr(edns(edns(txt(name(SMALL)), 1232), 1232).toWire());
    var misplaced = txt(name(SMALL));
    misplaced.addRecord(new OPTRecord(1232, 0, 0), Section.AUTHORITY);
    assertFormerr(misplaced.toWire());
  }

  @Test
  void answer_optRecordWithName() throws IOException {
    byte[] query = withCount(txt(name(SMALL)), Section.ADDITIONAL, 1);
    // A pointer to the name of the question, type OPT, 1,232 bytes, no flags, no options.
    byte[] opt = {(byte) 0xC0, 12, 0, 41, 4, (byte) 0xD0, 0, 0, 0, 0, 0, 0};
    byte[] bytes = Arrays.copyOf(query, query.length + opt.length);
    System.arraycopy(opt, 0, bytes, query.length, opt.length);
    assertFormerr(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "a pointer to itself, C00C 0010 0001",
    "two that point to each other, C00E C00C 0010 0001",
    "a pointer forward, C012 0010 0001 0000 00",
    "a pointer behind the end, FFFF 0010 0001",
    "a label and a pointer to it, 0161 C00C 0010 0001",
    "a label type of its own, 4161 00 0010 0001",
    "a label that never ends, 3F61 6161",
    "half a pointer, C0",
  })
  void answer_name(String what, String hex) throws IOException {
    assertThat(summary(answer(responder, message(1, hex.replace(" ", "")), Transport.UDP)))
        .as(what)
        .isEqualTo(FORMERR);
  }

  @Test
  void answer_nameOf256Bytes() throws IOException {
    String label = "3F" + "61".repeat(63);
    assertFormerr(message(1, label.repeat(4) + "00" + "00100001"));
  }

  @Test
  void answer_header() throws IOException {
    var answer = answer(responder, message(1, ""), Transport.UDP);
    assertThat(answer.getHeader().getID()).isEqualTo(TestQueries.ID);
    assertThat(TestQueries.answerBytes(responder, message(1, ""), Transport.UDP).orElseThrow())
        .hasSize(12);
  }

  @Test
  void answer_flippedBits() throws IOException {
    var random = random();
    byte[] query = edns(txt(name(SMALL)), 1232).toWire();
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = query.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      AnswerRules.check(responder, bytes);
    }
  }

  @Test
  void answer_randomBytes() throws IOException {
    var random = random();
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 12) {
        // Else nearly all of them are responses, or have an opcode of their own.
        bytes[2] &= 0x07;
        Arrays.fill(bytes, 4, 12, (byte) 0);
        bytes[5] = 1;
        bytes[11] = (byte) random.nextInt(3);
      }
      AnswerRules.check(responder, bytes);
    }
  }

  /**
   * Records of every type that dnsjava's parser knows, most with content that they must not have.
   */
  @Test
  void answer_randomRecords() throws IOException {
    var random = random();
    for (int i = 0; i < 30_000; i++) {
      int section = Section.ANSWER + random.nextInt(3);
      byte[] query = withCount(txt(name(SMALL)), section, 1);
      byte[] content = new byte[random.nextInt(40)];
      random.nextBytes(content);
      var bytes = ByteBuffer.allocate(query.length + 11 + content.length).put(query);
      bytes.put((byte) 0).putShort((short) random.nextInt(270)).putShort((short) 1).putInt(0);
      bytes.putShort((short) content.length).put(content);
      AnswerRules.check(responder, bytes.array());
    }
  }

  private static Random random() {
    long seed = 1035;
    System.out.println("ResponderBadInputTest: seed " + seed);
    return new Random(seed);
  }

  private void assertFormerr(byte[] query) throws IOException {
    var answer = answer(responder, query, Transport.UDP);
    assertThat(summary(answer)).isEqualTo(FORMERR);
    assertThat(answer.getHeader().getCount(Section.QUESTION)).isZero();
  }
}
