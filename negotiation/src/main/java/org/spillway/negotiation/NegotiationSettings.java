package org.spillway.negotiation;

import java.time.Duration;

/**
 * @param waitForTorrent how long {@code ?torrent} waits for a file that is still being hashed; zero
 *     for not at all
 * @param seedPath the prefix, within the context, under which files are served without negotiation
 * @param metalink whether Accept may choose the Metalink document; aria2 names it with every first
 *     request
 * @param redirect whether requests for a file are sent to the best of its mirrors (RFC 6249)
 */
public record NegotiationSettings(
    NegotiationMode mode,
    Duration waitForTorrent,
    String seedPath,
    TransferLimits limits,
    boolean metalink,
    boolean redirect) {

  public static final NegotiationSettings DEFAULT =
      new NegotiationSettings(
          NegotiationMode.ALWAYS,
          Duration.ofSeconds(10),
          "/seed",
          TransferLimits.NONE,
          false,
          false);

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
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits, metalink, redirect);
  }

  public NegotiationSettings withWaitForTorrent(Duration waitForTorrent) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits, metalink, redirect);
  }

  public NegotiationSettings withSeedPath(String seedPath) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits, metalink, redirect);
  }

  public NegotiationSettings withLimits(TransferLimits limits) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits, metalink, redirect);
  }

  public NegotiationSettings withMetalink(boolean metalink) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits, metalink, redirect);
  }

  public NegotiationSettings withRedirect(boolean redirect) {
    return new NegotiationSettings(mode, waitForTorrent, seedPath, limits, metalink, redirect);
  }
}
