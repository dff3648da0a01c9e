package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** The rules that every answer keeps, whatever the query was. */
final class AnswerRules {
  private AnswerRules() {}

  static void check(Responder responder, byte[] query) throws IOException {
    check(responder, query, Transport.UDP, Response.UDP_PAYLOAD);
    check(responder, query, Transport.TCP, 65_535);
    check(responder, query, Transport.HTTPS, 65_535);
  }

  private static void check(Responder responder, byte[] query, Transport transport, int limit)
      throws IOException {
    var answer = TestQueries.answerBytes(responder, query, transport);
    assertThat(answer.isEmpty()).isEqualTo(query.length < 12 || (query[2] & 0x80) != 0);
    if (answer.isPresent()) {
      assertThat(answer.get()).hasSizeLessThanOrEqualTo(limit);
      check(new Message(answer.get()), query);
    }
  }

  private static void check(Message answer, byte[] query) {
    var header = answer.getHeader();
    assertThat(header.getID()).isEqualTo(((query[0] & 0xFF) << 8) | (query[1] & 0xFF));
    assertThat(header.getFlag(Flags.QR)).isTrue();
    assertThat(header.getFlag(Flags.RA)).isFalse();
    int opcode = (query[2] >> 3) & 0xF;
    assertThat(header.getOpcode()).isEqualTo(opcode);
    // In messages of other kinds it is not known (RFC 8906 §8.1.4).
    assertThat(header.getFlag(Flags.RD)).isEqualTo(opcode == Opcode.QUERY && (query[2] & 1) != 0);
    boolean understood = answer.getRcode() != Rcode.FORMERR && answer.getRcode() != Rcode.NOTIMP;
    // A query without a question asks for a cookie (RFC 7873 §5.4).
    boolean asked = (query[4] | query[5]) != 0;
    assertThat(header.getCount(Section.QUESTION)).isEqualTo(understood && asked ? 1 : 0);
    boolean found =
        asked && (answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN);
    assertThat(header.getFlag(Flags.AA)).isEqualTo(found);
  }
}
