package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.dns.dnssec.KeyFolder;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.dnssec.ZoneSigner;
import org.spillway.dns.transfer.ZoneFile;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;

/** The checkers of BIND, NSD and ldns read the zone file. */
@Timeout(60)
class ZoneFileIT {
  private static final String ORIGIN = "_torrent." + TestTorrents.HOST;

  @TempDir Path folder;
  private String file = "";

  @BeforeEach
  void write() throws IOException {
    file = write(SMALL, MEDIUM, LARGE, TAGGED);
  }

  private String write(Metainfo... torrents) throws IOException {
    var published = TestTorrents.published(torrents);
    var servers = List.of("ns1.example.org", "ns2.example.net");
    var zone = new FallbackZone(TestTorrents.HOST, servers, published);
    Path written = folder.resolve("zone" + torrents.length);
    try (var out = Files.newBufferedWriter(written)) {
      new ZoneFile(zone).write(published.snapshot(), out);
    }
    return written.toString();
  }

  @Test
  void namedCheckzone() throws Exception {
    assertThat(Program.run(0, "named-checkzone", "-i", "local", ORIGIN, file)).endsWith("OK\n");
  }

  @Test
  void nsdCheckzone() throws Exception {
    assertThat(Program.run(0, "/usr/sbin/nsd-checkzone", ORIGIN, file)).contains("is ok");
  }

  @Test
  void ldnsReadZone() throws Exception {
    assertThat(Program.run(0, "ldns-read-zone", file)).contains("v=bt1;i=1;");
  }

  /** It verifies signed zones only: ldns signs this one as it reads it. */
  @Test
  void ldnsVerifyZone() throws Exception {
    String script =
        """
        cd "$1" && key=$(ldns-keygen -r /dev/urandom -a ECDSAP256SHA256 -k "$2") &&
        ldns-signzone -f signed "$3" "$key" && ldns-verify-zone -V 2 signed
        """;
    Program.run(0, "sh", "-c", script, "sh", folder.toString(), ORIGIN, file);
    assertThat(Files.readString(folder.resolve("signed"))).contains("RRSIG\tTXT");
  }

  @Test
  void signed_accepted() throws Exception {
    var published = TestTorrents.published(SMALL, MEDIUM, LARGE, TAGGED);
    var zone = new FallbackZone(TestTorrents.HOST, List.of("ns1.example.org"), published);
    var key = new KeyFolder(folder.resolve("keys")).open(zone.origin());
    var signed = new SignedZone(zone, published, new ZoneSigner(key, InstantSource.system()));
    signed.follow();
    Path written = folder.resolve("signed-zone");
    try (var out = Files.newBufferedWriter(written)) {
      new ZoneFile(zone).write(signed.current().orElseThrow(), out);
    }
    assertThat(Program.run(0, "named-checkzone", "-i", "local", ORIGIN, written.toString()))
        .contains("(DNSSEC signed)")
        .endsWith("OK\n");
    assertThat(Program.run(0, "/usr/sbin/nsd-checkzone", ORIGIN, written.toString()))
        .contains("is ok");
    assertThat(Program.run(0, "dnssec-verify", "-z", "-o", ORIGIN, written.toString()))
        .contains("Zone fully signed:");
    assertThat(Program.run(0, "ldns-verify-zone", written.toString()))
        .contains("Zone is verified and complete");
  }
}
