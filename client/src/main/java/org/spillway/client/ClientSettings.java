package org.spillway.client;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;

/**
 * The settings of the client: where it looks for a file, and for how long.
 *
 * @param connectTimeout the longest time that a TCP connection may take to open
 * @param readTimeout the silence after which a server, a tracker or a peer counts as dead
 * @param stallTimeout the time without a new byte from any source after which a download gives up
 * @param dns the servers that are asked when HTTP fails, and which of their answers count
 * @param peers whether to download from peers
 * @param webSeeds whether to download from web seeds
 * @param maxPeers the most connections to peers at a time; there are fewer where long pieces would
 *     take too much memory
 * @param port the port that trackers, which insist on one, are told; nothing listens there
 * @param overwrite whether a different file at the target may be replaced
 */
@RecordBuilder
public record ClientSettings(
    Duration connectTimeout,
    Duration readTimeout,
    Duration stallTimeout,
    DnsPolicy dns,
    boolean peers,
    boolean webSeeds,
    int maxPeers,
    int port,
    boolean overwrite)
    implements ClientSettingsBuilder.With {
  /**
   * The defaults of the command {@code spillway get}. Trackers are told port 1, which no peer has:
   * any other could make a tracker confuse us with a seeder. BEP 3 and BEP 15 have no word for a
   * peer that does not listen, and some trackers refuse port 0, so we say 1, as libtorrent does.
   * Seeders that do not know this habit dial it in vain.
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

  /** The most memory for pieces that are being put together, in bytes. */
  private static final long PIECE_MEMORY = 256L * 1024 * 1024;

  public ClientSettings {
    requireTimeout("connectTimeout", connectTimeout);
    requireTimeout("readTimeout", readTimeout);
    requireTimeout("stallTimeout", stallTimeout);
    if (!peers && !webSeeds) {
      throw new IllegalArgumentException("peers or webSeeds must be true, both were false");
    }
    if (maxPeers < 1 || maxPeers > 500) {
      throw new IllegalArgumentException("maxPeers must be 1 to 500, was " + maxPeers);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
    }
  }

  private static void requireTimeout(String field, Duration duration) {
    if (duration.toMillis() < 1 || duration.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(field + " must be 1 ms to 24 days, was " + duration);
    }
  }

  public ClientSettings withDnsServers(List<NameServer> servers) {
    return withDns(dns.withServers(servers));
  }

  /** Returns the most peers at a time if each may hold a few pieces of this length. */
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
