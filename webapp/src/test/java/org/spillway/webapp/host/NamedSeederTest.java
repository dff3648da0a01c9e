package org.spillway.webapp.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.webapp.host.Addresses.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.spillway.torrent.PeerAddress;

class NamedSeederTest {
  private static final InetAddress CLIENT = address("192.0.2.7");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private final Queue<Runnable> lookUps = new ArrayDeque<>();
  private List<String> record = List.of();

  private InetAddress[] look(String host) throws UnknownHostException {
    if (record.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return record.stream().map(Addresses::address).toArray(InetAddress[]::new);
  }

  private NamedSeeder seeder() {
    return new NamedSeeder("dl.example.org", 6881, this::look, nanos::get, lookUps::add);
  }

  private static List<PeerAddress> peers(String... addresses) {
    return Stream.of(addresses).map(text -> new PeerAddress(address(text), 6881)).toList();
  }

  @Test
  void apply_everyAddress() {
    record = List.of("192.0.2.1", "2001:db8::1");
    assertThat(seeder().apply(CLIENT)).isEqualTo(peers("192.0.2.1", "2001:db8::1"));
  }

  @Test
  void apply_hostThatDoesNotResolveAtTheStart_isResolvedAgain() {
    var seeder = seeder();
    assertThat(seeder.apply(CLIENT)).isEmpty();
    record = List.of("192.0.2.1");
    nanos.addAndGet(NamedSeeder.RETRY.toNanos() - 1);
    assertThat(seeder.apply(CLIENT)).isEmpty();
    assertThat(lookUps).isEmpty();
    nanos.addAndGet(1);
    assertThat(seeder.apply(CLIENT)).as("nobody waits for the look").isEmpty();
    seeder.apply(CLIENT);
    assertThat(lookUps).hasSize(1);
    lookUps.remove().run();
    assertThat(seeder.apply(CLIENT)).isEqualTo(peers("192.0.2.1"));
  }

  @Test
  void apply_recordThatChanges() {
    record = List.of("192.0.2.1");
    var seeder = seeder();
    record = List.of("192.0.2.2");
    nanos.addAndGet(NamedSeeder.PERIOD.toNanos());
    seeder.apply(CLIENT);
    lookUps.remove().run();
    assertThat(seeder.apply(CLIENT)).isEqualTo(peers("192.0.2.2"));
  }

  @Test
  void apply_recordThatIsGone_staysKnown() {
    record = List.of("192.0.2.1");
    var seeder = seeder();
    record = List.of();
    nanos.addAndGet(NamedSeeder.PERIOD.toNanos());
    seeder.apply(CLIENT);
    lookUps.remove().run();
    assertThat(seeder.apply(CLIENT)).isEqualTo(peers("192.0.2.1"));
  }
}
