package org.spillway.dns;

import static org.spillway.dns.TestQueries.dnssecOk;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.message;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestQueries.withOption;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.name;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** An answer that another parser understands, or silence; nothing else. */
class ResponderFuzzTest {
  private static final Responder RESPONDER = TestTorrents.responder(SMALL, LARGE);

  @MethodSource("queries")
  @FuzzTest
  void answer(byte[] query) throws IOException {
    AnswerRules.check(RESPONDER, query);
  }

  static Stream<byte[]> queries() {
    var queries =
        Stream.of(
                txt(name(SMALL)),
                edns(txt(name(LARGE)), 4096),
                dnssecOk(query(ORIGIN, Type.SOA)),
                edns(query(name(LARGE), Type.ANY), 0, 1, 0))
            .map(Message::toWire);
    return Stream.concat(
        queries, Stream.of(message(1, "C00C00100001"), message(0, ""), cookieAlone()));
  }

  /** A query without a question (RFC 7873 §5.4). */
  private static byte[] cookieAlone() {
    return withOption(new Message(1), EDNSOption.Code.COOKIE, new byte[8]).toWire();
  }
}
