package org.spillway.webapp.config;

import java.time.Duration;
import java.util.List;
import org.spillway.swarm.encryption.Encryption;
import org.spillway.swarm.peer.EngineSettings;

/** The keys of the seeder, without its rates. */
public final class SeederConfig {
  private static final EngineSettings DEFAULT = EngineSettings.DEFAULT;

  /** The most connections, which are more than one process can hold. */
  private static final int MOST_CONNECTIONS = 1_000_000;

  public static final Key<Boolean> ENABLED =
      Key.of("seeder.enabled", Kinds.flag(), true, "whether to serve BitTorrent peers");

  public static final Key<String> HOST =
      Key.of(
          "seeder.host",
          Kinds.checked("an address", text -> DEFAULT.withHost(text).host(), text -> text),
          DEFAULT.host(),
          "address that the seeder listens on");

  public static final Key<Integer> PORT =
      Key.of(
          "seeder.port",
          Kinds.port(),
          DEFAULT.port(),
          "TCP and UDP port of the seeder; 0 takes a free one");

  static final Key<Boolean> UTP =
      Key.of(
          "seeder.utp",
          Kinds.flag(),
          DEFAULT.utp(),
          "whether the seeder speaks uTP (BEP 29, over UDP) beside TCP");

  static final Key<Encryption> ENCRYPTION =
      Key.of(
          "seeder.encryption",
          Kinds.oneOf(Encryption.class),
          DEFAULT.encryption(),
          "whether connections to peers are encrypted; prefer-plain takes both kinds");

  static final Key<Integer> MAX_CONNECTIONS =
      Key.of(
          "seeder.max-connections",
          Kinds.number(1, MOST_CONNECTIONS),
          DEFAULT.maxConnections(),
          "peers connected at a time");

  static final Key<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      Key.of(
          "seeder.max-connections-per-address",
          Kinds.number(1, MOST_CONNECTIONS),
          DEFAULT.maxConnectionsPerAddress(),
          "peers connected at a time from one IPv4 address or IPv6 /64");

  static final Key<Integer> MAX_CONNECTIONS_PER_TORRENT =
      Key.of(
          "seeder.max-connections-per-torrent",
          Kinds.number(1, MOST_CONNECTIONS),
          DEFAULT.maxConnectionsPerTorrent(),
          "peers connected at a time for one torrent; beyond them the least useful one goes");

  static final Key<Duration> IDLE_TIMEOUT =
      Key.of(
          "seeder.idle-timeout",
          Times.between(Duration.ofSeconds(1), Duration.ofDays(365)),
          DEFAULT.idleTimeout(),
          "how long a peer may be silent before its connection is closed");

  static final List<Key<?>> KEYS =
      List.of(
          ENABLED,
          HOST,
          PORT,
          UTP,
          ENCRYPTION,
          MAX_CONNECTIONS,
          MAX_CONNECTIONS_PER_ADDRESS,
          MAX_CONNECTIONS_PER_TORRENT,
          IDLE_TIMEOUT);

  private SeederConfig() {}

  static EngineSettings read(Reading reading) {
    return DEFAULT
        .withHost(reading.value(HOST))
        .withPort(reading.value(PORT))
        .withUtp(reading.value(UTP))
        .withEncryption(reading.value(ENCRYPTION))
        .withIdleTimeout(reading.value(IDLE_TIMEOUT))
        .withMaxConnections(reading.value(MAX_CONNECTIONS))
        .withMaxConnectionsPerAddress(reading.value(MAX_CONNECTIONS_PER_ADDRESS))
        .withMaxConnectionsPerTorrent(reading.value(MAX_CONNECTIONS_PER_TORRENT));
  }
}
