package org.spillway.negotiation;

import java.time.Duration;

/**
 * @param waitForTorrent how long {@code ?torrent} waits for a file that is still being hashed; zero
 *     for not at all
 * @param seedPath the prefix, within the context, under which files are served without negotiation
 */
public record NegotiationSettings(
    NegotiationMode mode, Duration waitForTorrent, String seedPath, TransferLimits limits) {

  public static final NegotiationSettings DEFAULT =
      new NegotiationSettings(
          NegotiationMode.ALWAYS, Duration.ofSeconds(10), "/seed", TransferLimits.NONE);

  public NegotiationSettings {
    if (waitForTorrent.isNegative()) {
      throw new IllegalArgumentException("catalog.wait: zero or longer, not " + waitForTorrent);
    }
    if (!seedPath.startsWith("/") || seedPath.endsWith("/")) {
      throw new IllegalArgumentException(
          "http.seed-path: begins with a slash and ends without one, not \"" + seedPath + '"');
    }
  }

  public NegotiationSettings withMode(NegotiationMode mode) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits);
  }

  public NegotiationSettings withWaitForTorrent(Duration waitForTorrent) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits);
  }

  public NegotiationSettings withSeedPath(String seedPath) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits);
  }

  public NegotiationSettings withLimits(TransferLimits limits) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits);
  }
}
