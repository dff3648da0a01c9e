package org.spillway.client;

import java.time.Duration;
import java.util.List;

/**
 * @param connectTimeout for one TCP connection, to whomever
 * @param readTimeout of silence, after which a server, a tracker or a peer counts as dead
 * @param stallTimeout without a single new byte from any source, after which a download gives up
 * @param dns who is asked when HTTP fails, and who is believed
 * @param peers whether to download from peers
 * @param webSeeds whether to download from web seeds
 * @param maxPeers connected to at the same time; fewer where long pieces would take too much memory
 * @param port announced to trackers, which insist on one; nothing listens there
 * @param overwrite whether a different file at the target may be replaced
 */
public record ClientSettings(
    Duration connectTimeout,
    Duration readTimeout,
    Duration stallTimeout,
    DnsPolicy dns,
    boolean peers,
    boolean webSeeds,
    int maxPeers,
    int port,
    boolean overwrite) {
  /**
   * Port 1 is one that no peer has: any other could make a tracker confuse us with a seeder. BEP 3
   * and BEP 15 have no word for a peer that does not listen, and some trackers refuse port 0, so we
   * say 1, as libtorrent does; seeders that do not know this habit dial it in vain.
   */
  public static final ClientSettings DEFAULT =
      new ClientSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          DnsPolicy.DEFAULT,
          true,
          true,
          20,
          1,
          false);

  /** What the pieces that are being put together may take, in bytes. */
  private static final long PIECE_MEMORY = 256L * 1024 * 1024;

  public ClientSettings {
    positive("connect timeout", connectTimeout);
    positive("read timeout", readTimeout);
    positive("stall timeout", stallTimeout);
    if (!peers && !webSeeds) {
      throw new IllegalArgumentException("without peers and without web seeds nothing is left");
    }
    if (maxPeers < 1 || maxPeers > 500) {
      throw new IllegalArgumentException("peers: 1 to 500, not " + maxPeers);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: 1 to 65535, not " + port);
    }
  }

  private static void positive(String name, Duration duration) {
    if (duration.toMillis() < 1 || duration.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + ": 1 ms to 24 days, not " + duration);
    }
  }

  public ClientSettings withTimeouts(Duration connect, Duration read, Duration stall) {
    return new ClientSettings(
        connect, read, stall, dns, peers, webSeeds, maxPeers, port, overwrite);
  }

  public ClientSettings withDnsServers(List<DnsServer> servers) {
    return withDns(dns.withServers(servers));
  }

  public ClientSettings withDns(DnsPolicy policy) {
    return new ClientSettings(
        connectTimeout,
        readTimeout,
        stallTimeout,
        policy,
        peers,
        webSeeds,
        maxPeers,
        port,
        overwrite);
  }

  /**
   * @throws IllegalArgumentException if both are off
   */
  public ClientSettings withSources(boolean fromPeers, boolean fromWebSeeds) {
    return new ClientSettings(
        connectTimeout,
        readTimeout,
        stallTimeout,
        dns,
        fromPeers,
        fromWebSeeds,
        maxPeers,
        port,
        overwrite);
  }

  public ClientSettings withOverwrite(boolean replace) {
    return new ClientSettings(
        connectTimeout, readTimeout, stallTimeout, dns, peers, webSeeds, maxPeers, port, replace);
  }

  /** How many peers at once when every one of them may hold a few pieces of this length. */
  int peersFor(int pieceLength) {
    return (int) Math.max(2, Math.min(maxPeers, PIECE_MEMORY / pieceLength));
  }

  int connectMillis() {
    return (int) connectTimeout.toMillis();
  }

  int readMillis() {
    return (int) readTimeout.toMillis();
  }
}
