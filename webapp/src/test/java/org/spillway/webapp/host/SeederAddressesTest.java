package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.webapp.host.Addresses.address;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;

class SeederAddressesTest {
  private LocalAddresses machine =
      Addresses.of("127.0.0.1", "::1", "fe80::2", "192.0.2.2", "2001:db8::2", "10.0.0.2");
  private final SeederAddresses seeder = new SeederAddresses(() -> machine, 6881);

  private static List<PeerAddress> peers(String... addresses) {
    return Stream.of(addresses).map(text -> new PeerAddress(address(text), 6881)).toList();
  }

  @Test
  void apply_clientOnThisMachine() {
    assertThat(seeder.apply(address("127.0.0.1"))).isEqualTo(peers("127.0.0.1", "::1"));
    assertThat(seeder.apply(address("::1"))).isEqualTo(peers("127.0.0.1", "::1"));
  }

  @Test
  void apply_clientElsewhere() {
    var reachable = peers("192.0.2.2", "10.0.0.2", "2001:db8::2");
    assertThat(seeder.apply(address("192.0.2.7"))).isEqualTo(reachable);
    assertThat(seeder.apply(address("2001:db8::7"))).isEqualTo(reachable);
  }

  @Test
  void apply_nothingBetterThanLoopback() {
    machine = Addresses.of("127.0.0.1");
    assertThat(seeder.apply(address("192.0.2.7"))).isEqualTo(peers("127.0.0.1"));
  }

  @Test
  void apply_noLoopback() {
    machine = Addresses.of("192.0.2.2");
    assertThat(seeder.apply(address("127.0.0.1"))).isEqualTo(peers("192.0.2.2"));
  }
}
