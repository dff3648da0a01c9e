package org.spillway.webapp.download;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.spillway.client.ClientSettings;
import org.spillway.client.DhtUse;
import org.spillway.client.Sharing;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.encryption.Encryption;
import picocli.CommandLine.Option;

/** The options of {@code spillway get} about peers, web seeds and sharing. */
public final class PeerOptions {
  /** The longest time to share, in minutes: ten years. */
  private static final int MOST_MINUTES = 10 * 365 * 24 * 60;

  @Option(names = "--no-peers", description = "download from web seeds only")
  private boolean noPeers;

  @Option(names = "--no-web-seeds", description = "download from peers only")
  private boolean noWebSeeds;

  @Option(
      names = "--max-connections",
      paramLabel = "NUMBER",
      description = "the most peers that a download connects to; default: 20")
  private @Nullable Integer maxConnections;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port on which peers can connect; default: any free one")
  private int port;

  @Option(names = "--sequential", description = "fetch the pieces from the first to the last")
  private boolean sequential;

  @Option(
      names = "--encryption",
      paramLabel = "POLICY",
      description =
          "whether connections to peers are encrypted: prefer-plain, require or off; default:"
              + " prefer-plain")
  private String encryption = "prefer-plain";

  @Option(
      names = "--dht",
      negatable = true,
      description =
          "look for peers in the DHT, or do not; default: only for magnet links that name neither"
              + " trackers nor peers")
  private @Nullable Boolean dht;

  @Option(
      names = "--dht-bootstrap",
      paramLabel = "HOST:PORT",
      description = "nodes of the DHT to ask first; default: those of well-known clients")
  private List<String> bootstrap = new ArrayList<>();

  @Option(names = "--lsd", description = "look for peers in the networks of this machine")
  private boolean lsd;

  @Option(
      names = "--seed-time",
      paramLabel = "MINUTES",
      description = "minutes for which a complete file is shared with others; default: 0")
  private double seedMinutes;

  @Option(
      names = {"--seed-ratio", "--ratio"},
      paramLabel = "RATIO",
      description = {
        "share a complete file until this many times its length was uploaded, or until --seed-time",
        "is over if both are given"
      })
  private double seedRatio;

  /** Returns whether the port was chosen, which two downloads at a time cannot share. */
  public boolean hasPort() {
    return port != 0;
  }

  /**
   * Returns the settings with what the options say.
   *
   * @throws IllegalArgumentException if they are wrong
   */
  public ClientSettings apply(ClientSettings settings) {
    return settings
        .withPeers(!noPeers)
        .withWebSeeds(!noWebSeeds)
        .withMaxPeers(maxPeers(settings))
        .withPort(port)
        .withSequential(sequential)
        .withEncryption(encryption())
        .withDht(dhtUse())
        .withBootstrap(bootstrap(settings))
        .withLsd(lsd)
        .withSharing(sharing());
  }

  private int maxPeers(ClientSettings settings) {
    if (maxConnections == null) {
      return settings.maxPeers();
    }
    if (maxConnections < 1 || maxConnections > 500) {
      throw new IllegalArgumentException(
          "--max-connections: must be 1 to 500, was " + maxConnections);
    }
    return maxConnections;
  }

  private Encryption encryption() {
    return switch (encryption) {
      case "prefer-plain" -> Encryption.PREFER_PLAIN;
      case "require" -> Encryption.REQUIRE;
      case "off" -> Encryption.OFF;
      default ->
          throw new IllegalArgumentException(
              "--encryption: must be prefer-plain, require or off, was " + encryption);
    };
  }

  private DhtUse dhtUse() {
    if (dht == null) {
      return DhtUse.WITHOUT_TRACKERS;
    }
    return dht ? DhtUse.ALWAYS : DhtUse.NEVER;
  }

  private List<BootstrapNode> bootstrap(ClientSettings settings) {
    try {
      return bootstrap.isEmpty()
          ? settings.bootstrap()
          : bootstrap.stream().map(BootstrapNode::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--dht-bootstrap: " + e.getMessage(), e);
    }
  }

  private Sharing sharing() {
    if (!(seedMinutes >= 0 && seedMinutes <= MOST_MINUTES)) {
      throw new IllegalArgumentException(
          "--seed-time: must be 0 to %d minutes, was %s".formatted(MOST_MINUTES, seedMinutes));
    }
    if (!(seedRatio >= 0)) {
      throw new IllegalArgumentException("--seed-ratio: must be 0 or more, was " + seedRatio);
    }
    return new Sharing(Duration.ofMillis((long) (seedMinutes * 60_000)), seedRatio);
  }
}
