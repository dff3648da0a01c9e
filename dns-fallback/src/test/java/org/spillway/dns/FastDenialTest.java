package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.HOST;
import static org.spillway.dns.TestTorrents.ORIGIN;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.dns.zone.FallbackZone;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

class FastDenialTest {
  private static final int FIRST_LABEL = 2;

  /** Pointers to dl.example.org, to example.org, to org, and none at all. */
  @ParameterizedTest
  @CsvSource({
    "ns.dl.example.org, 50",
    "NS.DL.example.org, 50",
    "ns.example.org, 50",
    "ns.test.org, 55",
    "dl.example.org, 47",
    "ns.test, 54"
  })
  void write_namesInCommon(String server, int length) throws IOException {
    var zone = new FallbackZone(HOST, List.of(server), TestTorrents.published());
    var denial = new FastDenial(zone);
    byte[] query = TestQueries.txt("a." + ORIGIN).toWire();
    byte[] answer = Arrays.copyOf(query, query.length + denial.length());

    int end = denial.write(answer, query.length, FastQuery.HEADER + FIRST_LABEL);

    assertThat(end).isEqualTo(answer.length);
    assertThat(denial.length()).isEqualTo(length);
    answer[9] = 1;
    assertThat(new Message(answer).getSection(Section.AUTHORITY)).containsExactly(zone.denial());
  }
}
