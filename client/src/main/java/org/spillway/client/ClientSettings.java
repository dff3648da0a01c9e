package org.spillway.client;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.client.http.Destinations;
import org.spillway.client.http.Http;
import org.spillway.client.http.Login;
import org.spillway.client.http.RequestSettings;
import org.spillway.swarm.RateLimiter;
import org.spillway.swarm.discovery.BootstrapNode;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.encryption.Encryption;

/**
 * The settings of the client: where it looks for a file, and for how long.
 *
 * @param connectTimeout the longest time that a TCP connection may take to open
 * @param readTimeout the silence after which a server, a tracker or a peer counts as dead
 * @param stallTimeout the time without a new byte from any source after which a download gives up
 * @param dns the servers that are asked when HTTP fails, and which of their answers count
 * @param peers whether to download from peers
 * @param webSeeds whether to download from web seeds
 * @param maxPeers the most peers to be connected to that we dialled ourselves
 * @param port the port on which peers can connect to a download; 0 lets the system choose one
 * @param overwrite whether a different file at the target may be replaced; what is right of it is
 *     used
 * @param sequential whether pieces are fetched from the first to the last, for somebody who reads
 *     along, and not the rarest ones first
 * @param encryption which connections to peers are encrypted
 * @param dht when peers are looked for in the DHT
 * @param bootstrap the nodes of the DHT that are asked first
 * @param lsd whether peers are looked for in the networks of this machine (BEP 14)
 * @param sharing for how long a complete file of a torrent is given to others
 * @param requests how servers are asked: proxies, logins, certificates, patience and the rate
 * @param cache the folder in which the torrents of servers are kept for the time when they are
 *     down; null keeps none
 * @param uploadRate limits what peers are sent; all downloads with these settings share it
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
    boolean overwrite,
    boolean sequential,
    Encryption encryption,
    DhtUse dht,
    List<BootstrapNode> bootstrap,
    boolean lsd,
    Sharing sharing,
    RequestSettings requests,
    @Nullable Path cache,
    RateLimiter uploadRate)
    implements ClientSettingsBuilder.With {
  /** The defaults of the command {@code spillway get}. */
  public static final ClientSettings DEFAULT =
      new ClientSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          DnsPolicy.DEFAULT,
          true,
          true,
          20,
          0,
          false,
          false,
          Encryption.PREFER_PLAIN,
          DhtUse.NEVER,
          DiscoverySettings.OFF.bootstrap(),
          false,
          Sharing.NONE,
          RequestSettings.DEFAULT,
          null,
          RateLimiter.unlimited());

  public ClientSettings {
    bootstrap = List.copyOf(bootstrap);
    requireTimeout("connectTimeout", connectTimeout);
    requireTimeout("readTimeout", readTimeout);
    requireTimeout("stallTimeout", stallTimeout);
    if (!peers && !webSeeds) {
      throw new IllegalArgumentException("peers or webSeeds must be true, both were false");
    }
    if (maxPeers < 1 || maxPeers > 500) {
      throw new IllegalArgumentException("maxPeers must be 1 to 500, was " + maxPeers);
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
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

  /**
   * Returns settings with which all downloads share a rate, from servers and peers together.
   *
   * @param rate limits what is received
   */
  public ClientSettings withDownloadRate(RateLimiter rate) {
    return withRequests(requests.withRate(rate));
  }

  int connectMillis() {
    return (int) connectTimeout.toMillis();
  }

  int readMillis() {
    return (int) readTimeout.toMillis();
  }

  /**
   * Opens what asks servers for the download of a URL. A login in the URL comes before that of the
   * settings, and is not part of what is printed.
   */
  Http http(URI url, LongSupplier nanoTime) {
    URI named = Login.removedFrom(url);
    return new Http(
        requests.withLogin(Login.in(url).or(requests::login)),
        named,
        connectTimeout,
        readTimeout,
        Destinations.of(named),
        nanoTime);
  }
}
