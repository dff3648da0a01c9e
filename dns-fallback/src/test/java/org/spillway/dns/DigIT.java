package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.dns.TestTorrents.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;

/** BIND's dig reads the answers. */
@Timeout(60)
class DigIT {
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private DnsFallback dns;

  /** On every address, of IPv6 too where the machine has it. */
  @BeforeEach
  void start() throws IOException {
    var settings = DnsSettings.DEFAULT.withPort("0.0.0.0", 0).withZones(List.of(TestTorrents.HOST));
    dns = DnsFallback.start(settings, TestTorrents.published(SMALL, MEDIUM, LARGE, TAGGED));
  }

  @AfterEach
  void close() {
    dns.close();
  }

  @Test
  void dig_plain() throws Exception {
    assertThat(lookup(SMALL, "+norec", "+noedns", "+ignore")).isEqualTo(whole(SMALL));
    assertThat(lookup(MEDIUM, "+norec", "+ignore")).isEqualTo(whole(MEDIUM));
    assertThat(lookup(MEDIUM, "+tcp")).isEqualTo(whole(MEDIUM));
    assertThat(lookup(LARGE, "+norec")).isEqualTo(whole(LARGE));
    assertThat(dns.stats().truncated()).isEqualTo(1);
  }

  @Test
  void dig_tagged() throws Exception {
    assertThat(lookup(TAGGED, "+tcp", "+norec")).isEqualTo(whole(TAGGED));
    assertThat(lookup(TAGGED)).isEqualTo(whole(TAGGED));
  }

  @Test
  void dig_ipv6() throws Exception {
    assumeThat(Files.exists(Path.of("/proc/net/if_inet6"))).as("a machine with IPv6").isTrue();
    assertThat(parse(digAt("::1", name(SMALL), "TXT", "+short"))).isEqualTo(whole(SMALL));
  }

  @Test
  void dig_bufferSize() throws Exception {
    assertThat(flags(dig(name(MEDIUM), "TXT", "+ignore", "+bufsize=512"))).contains(" tc");
    assertThat(flags(dig(name(MEDIUM), "TXT", "+ignore", "+noedns"))).contains(" tc");
    assertThat(flags(dig(name(MEDIUM), "TXT", "+ignore", "+bufsize=4096"))).doesNotContain(" tc");
    assertThat(flags(dig(name(LARGE), "TXT", "+ignore", "+bufsize=65535"))).contains(" tc");
  }

  @Test
  void dig_negative() throws Exception {
    var unknown = dig("unknown." + ORIGIN, "TXT", "+norec");
    assertThat(header(unknown)).contains("status: NXDOMAIN");
    assertThat(flags(unknown)).isEqualTo(" qr aa");
    assertThat(String.join("\n", unknown))
        .containsPattern("(?m)^_torrent\\.dl\\.example\\.org\\.\\s+60\\s+IN\\s+SOA\\s");
    assertThat(header(dig(name(SMALL), "A"))).contains("status: NOERROR").contains("ANSWER: 0");
    assertThat(header(dig("example.com", "TXT"))).contains("status: REFUSED");
    assertThat(header(dig("version.bind", "CH", "TXT"))).contains("status: REFUSED");
    assertThat(header(dig(name(SMALL), "TXT", "+opcode=status"))).contains("status: NOTIMP");
    assertThat(header(dig(ORIGIN, "TXT", "+edns=1", "+noednsneg"))).contains("status: BADVERS");
  }

  @Test
  void dig_transfer() throws Exception {
    assertThat(String.join("\n", dig(ORIGIN, "AXFR"))).contains("; Transfer failed.");
    assertThat(String.join("\n", dig(ORIGIN, "IXFR=1"))).contains("; Transfer failed.");
  }

  /** The warnings of BIND's own library. */
  @Test
  void dig_noWarnings() throws Exception {
    for (String[] options :
        new String[][] {
          {"TXT", "+dnssec", "+cookie", "+nsid", "+subnet=192.0.2.0/24", "+expire", "+keepalive"},
          {"TXT", "+ednsflags=0x80", "+zflag", "+cd", "+ad"},
          {"TXT", "+ednsopt=100:0102"},
          {"ANY", "+notcp"},
          {"SOA"},
        }) {
      var arguments = new ArrayList<>(List.of(name(SMALL).toUpperCase(Locale.ROOT), "+norec"));
      arguments.addAll(List.of(options));
      var lines = dig(arguments.toArray(String[]::new));
      assertThat(header(lines)).contains("status: NOERROR");
      assertThat(String.join("\n", lines)).doesNotContainIgnoringCase("warning");
    }
  }

  private FallbackAnswer lookup(Metainfo metainfo, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(name(metainfo), "TXT", "+short"));
    arguments.addAll(List.of(options));
    return parse(dig(arguments.toArray(String[]::new)));
  }

  /** A record a line, its strings in quotes. */
  private static FallbackAnswer parse(List<String> lines) throws IOException {
    return FallbackRecords.parse(
        lines.stream()
            .filter(line -> line.startsWith("\""))
            .map(
                line ->
                    STRING
                        .matcher(line)
                        .results()
                        .map(string -> string.group(1).replaceAll("\\\\(.)", "$1"))
                        .toList())
            .toList());
  }

  private static String header(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(";; ->>HEADER<<-") || line.startsWith(";; flags:"))
        .reduce("", String::concat);
  }

  /** Such as {@code " qr aa"}. */
  private static String flags(List<String> lines) {
    String flags = header(lines).replaceFirst(".*;; flags:", "");
    return flags.substring(0, flags.indexOf(';'));
  }

  private List<String> dig(String... arguments) throws IOException, InterruptedException {
    return digAt("127.0.0.1", arguments);
  }

  private List<String> digAt(String server, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("dig", "-r", "@" + server));
    command.addAll(List.of("-p", String.valueOf(dns.port()), "+tries=1", "+time=10"));
    command.addAll(List.of(arguments));
    return Program.run(0, command.toArray(String[]::new)).lines().toList();
  }
}
