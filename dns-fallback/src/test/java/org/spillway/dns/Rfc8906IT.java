package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spillway.testing.Program;

/** The checks that operators run on name servers (RFC 8906 §8), with dig. */
@Timeout(60)
class Rfc8906IT {
  private static final Pattern HEADER =
      Pattern.compile("status: (\\w+), id: \\d+\\s+;; flags: ([a-z ]*);.* ANSWER: (\\d+),");
  private static final Pattern EDNS =
      Pattern.compile("; EDNS: version: (\\d+), flags:([a-z ]*);(?: MBZ: (\\w+),)? udp: (\\d+)");

  private static DnsFallback dns;

  @BeforeAll
  static void start() throws IOException {
    var settings =
        DnsSettings.DEFAULT.withPort("127.0.0.1", 0).withZones(List.of(TestTorrents.HOST));
    dns = DnsFallback.start(settings, TestTorrents.published(SMALL));
  }

  @AfterAll
  static void close() {
    dns.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', NOERROR, qr aa, 1",
    "+aaflag, NOERROR, qr aa, 1",
    "+ad, NOERROR, qr aa, 1",
    "+cd, NOERROR, qr aa, 1",
    "+zflag, NOERROR, qr aa, 1",
    "+rec, NOERROR, qr aa rd, 1",
    "+tcp, NOERROR, qr aa, 1",
  })
  void plain(String options, String status, String flags, int answers) throws Exception {
    assertThat(soa("+noedns " + options)).isEqualTo(status + " | " + flags + " | " + answers);
  }

  /** RFC 8906 §8.1.4: no flag of another kind of message means anything here. */
  @Test
  void unknownOpcode() throws Exception {
    for (String options : List.of("", " +rec +cd +ad +aaflag +zflag")) {
      assertThat(dig("+noedns +noad +norec +header-only +opcode=15" + options))
          .isEqualTo("NOTIMP | qr | 0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "A, 0",
    "NS, 1",
    "CNAME, 0",
    "SOA, 1",
    "NULL, 0",
    "TXT, 0",
    "DS, 0",
    "NSEC3PARAM, 0",
    "TYPE666, 0"
  })
  void types(String type, int answers) throws Exception {
    assertThat(dig("+noedns +noad +norec " + ORIGIN + " " + type))
        .isEqualTo("NOERROR | qr aa | " + answers);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "+ednsopt=100, ''",
    "+ednsflags=0x0080, ''",
    "+dnssec, do",
    "+dnssec +cd, do",
    "+nsid, ''",
    "+expire, ''",
    "+subnet=0.0.0.0/0, ''",
    "+cookie=0102030405060708, ''",
    "+nsid +subnet=0.0.0.0/0 +expire +cookie=0102030405060708, ''",
  })
  void edns(String options, String ednsFlags) throws Exception {
    assertThat(soa("+edns=0 +nocookie " + options))
        .isEqualTo("NOERROR | qr aa | 1 | 0 | " + ednsFlags + " | 1232");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "+ednsopt=100, ''",
    "+dnssec, do",
    "+nsid, ''",
    "+cookie=0102030405060708, ''"
  })
  void laterEdns(String options, String ednsFlags) throws Exception {
    assertThat(soa("+edns=1 +noednsneg +nocookie " + options))
        .isEqualTo("BADVERS | qr | 0 | 0 | " + ednsFlags + " | 1232");
  }

  @Test
  void smallBuffer() throws Exception {
    for (String transport : List.of("+ignore", "+tcp")) {
      assertThat(dig("+norec +noad +dnssec +bufsize=512 " + transport + " " + ORIGIN + " DNSKEY"))
          .isEqualTo("NOERROR | qr aa | 0 | 0 | do | 1232");
    }
  }

  private static String soa(String options) throws Exception {
    return dig("+noad +norec " + options + " " + ORIGIN + " SOA");
  }

  /** {@code STATUS | flags | answers}, and with EDNS {@code | version | flags | payload}. */
  private static String dig(String arguments) throws Exception {
    var command = new ArrayList<>(List.of("dig", "-r", "@127.0.0.1"));
    command.addAll(List.of("-p", String.valueOf(dns.port()), "+tries=1", "+time=10"));
    command.addAll(List.of(arguments.split(" +")));
    String output = Program.run(0, command.toArray(String[]::new));
    // In capitals it says that no recursion is available.
    assertThat(output).doesNotContain("Warning");
    var header = HEADER.matcher(output);
    assertThat(header.find()).as(output).isTrue();
    String summary = header.group(1) + " | " + header.group(2) + " | " + header.group(3);
    var edns = EDNS.matcher(output);
    if (!edns.find()) {
      return summary;
    }
    assertThat(edns.group(3)).as("flags that must be zero").isNull();
    return summary
        + " | %s | %s | %s".formatted(edns.group(1), edns.group(2).strip(), edns.group(4));
  }
}
