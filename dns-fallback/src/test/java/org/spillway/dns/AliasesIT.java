package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestTorrents.LARGE;
import static org.spillway.dns.TestTorrents.MEDIUM;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.key;
import static org.spillway.dns.TestTorrents.whole;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.ClientSettings;
import org.spillway.client.DnsLookup;
import org.spillway.client.LookupResult;
import org.spillway.client.NameServer;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;

/** Hosts of a zone at BIND that cannot be delegated, as docs/dns.md has it; asked by unbound. */
@Timeout(120)
class AliasesIT {
  private static final String OURS = "_torrent.dl.example.net.";

  private static DnsFallback dns;
  private static Program named;
  private static Unbound unbound;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    var settings =
        DnsSettings.DEFAULT.withPort("127.0.0.1", 0).withZones(List.of("dl.example.net"));
    var split = TestTorrents.metainfo(5000);
    dns = DnsFallback.start(settings, TestTorrents.published(SMALL, MEDIUM, LARGE, split));
    int port = FreePort.find();
    named = named(folder, port);
    var zones = Map.of("example.org.", port, OURS, dns.port());
    unbound = Unbound.start(folder, zones, Unbound.NOT_VALIDATING);
  }

  private static Program named(Path folder, int port) throws Exception {
    String hash = key(SMALL).requestHash().hex();
    Files.writeString(
        folder.resolve("zone"),
        """
        $ORIGIN example.org.
        @ 300 IN SOA ns hostmaster 1 300 60 2419200 60
        @ 300 IN NS ns
        ns 300 IN A 127.0.0.1
        _torrent.dname 300 IN DNAME %s
        dname 300 IN A 192.0.2.1
        %s._torrent.cname 300 IN CNAME %s.%s
        cname 300 IN A 192.0.2.1
        alias 300 IN CNAME alias2
        alias2 300 IN CNAME dl.example.net.
        my_files 300 IN CNAME dl.example.net.
        """
            .formatted(OURS, hash, hash, OURS));
    Path config =
        Files.writeString(
            folder.resolve("named.conf"),
            """
            options {
              directory "%s";
              listen-on port %d { 127.0.0.1; };
              listen-on-v6 { none; };
              pid-file none;
              recursion no;
            };
            controls { };
            zone "example.org" { type primary; file "zone"; };
            """
                .formatted(folder, port));
    var tool = Program.start("/usr/sbin/named", "-g", "-c", config.toString());
    tool.await("BIND", Duration.ofSeconds(60), () -> tool.output().contains("running"));
    return tool;
  }

  @AfterAll
  static void close() {
    unbound.close();
    named.close();
    dns.close();
  }

  private static LookupResult lookup(String host, String name) throws Exception {
    var server = NameServer.ofThisMachine(unbound.port());
    var lookup = new DnsLookup(ClientSettings.DEFAULT.withDnsServers(List.of(server)));
    return lookup.lookup(URI.create("http://" + host + "/pub/" + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dname", "cname", "alias", "my_files"})
  void lookup_found(String host) throws Exception {
    var result = lookup(host + ".example.org", SMALL.info().name());
    assertThat(result).isInstanceOf(LookupResult.Present.class);
    assertThat(((LookupResult.Present) result).answer()).isEqualTo(whole(SMALL));
  }

  /** All names below it, those of parts as well. */
  @ParameterizedTest
  @ValueSource(strings = {"dname", "alias"})
  void lookup_split(String host) throws Exception {
    var result = lookup(host + ".example.org", "file5000");
    assertThat(((LookupResult.Present) result).answer())
        .isEqualTo(whole(TestTorrents.metainfo(5000)));
  }

  /** An alias of one name, and of none below it. */
  @ParameterizedTest
  @ValueSource(strings = {"cname", "ns"})
  void lookup_notFound(String host) throws Exception {
    assertThat(lookup(host + ".example.org", LARGE.info().name()))
        .isInstanceOf(LookupResult.Absent.class);
  }
}
