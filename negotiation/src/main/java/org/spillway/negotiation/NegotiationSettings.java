package org.spillway.negotiation;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import org.spillway.negotiation.answers.Cors;

/**
 * @param waitForTorrent how long {@code ?torrent} waits for a file that is still being hashed; with
 *     zero it does not wait
 * @param seedPath the prefix, within the context, under which files are served without negotiation
 * @param pace the rate at which files are sent, within the limits
 * @param webSeed decides which clients get the file as a web seed
 * @param hostUrls chooses the URLs that an answer names, by the host that the client asked
 * @param metalink whether Accept may choose the Metalink document; aria2 names it with every first
 *     request
 * @param redirect whether requests for a file are sent to the best of its mirrors (RFC 6249)
 * @param index whether folders show what is in them; it has no effect in an application of others
 * @param corsOrigins the origins whose pages may read what is offered; {@code *} for all
 * @param coding the files whose torrent the content coding can select
 */
@RecordBuilder
public record NegotiationSettings(
    NegotiationMode mode,
    Duration waitForTorrent,
    String seedPath,
    TransferLimits limits,
    Pace pace,
    WebSeedPolicy webSeed,
    HostUrls hostUrls,
    boolean metalink,
    boolean redirect,
    boolean index,
    S3Names s3,
    List<String> corsOrigins,
    TorrentCoding coding)
    implements NegotiationSettingsBuilder.With {

  public static final NegotiationSettings DEFAULT =
      new NegotiationSettings(
          NegotiationMode.ALWAYS,
          Duration.ofSeconds(10),
          "/seed",
          TransferLimits.NONE,
          Pace.UNLIMITED,
          WebSeedPolicy.SEND,
          HostUrls.NONE,
          false,
          false,
          false,
          S3Names.NONE,
          List.of(Cors.ANY),
          TorrentCoding.DEFAULT);

  public NegotiationSettings {
    if (waitForTorrent.isNegative()) {
      throw new IllegalArgumentException(
          "waitForTorrent must be 0 or longer, was " + waitForTorrent);
    }
    if (!seedPath.startsWith("/") || seedPath.endsWith("/")) {
      throw new IllegalArgumentException(
          "seedPath must begin with a slash and end without one, was '" + seedPath + "'");
    }
    corsOrigins = normal(corsOrigins);
  }

  private static List<String> normal(List<String> origins) {
    var normal = origins.stream().map(NegotiationSettings::normal).distinct().toList();
    return normal.contains(Cors.ANY) ? List.of(Cors.ANY) : normal;
  }

  private static String normal(String origin) {
    return Cors.origin(origin)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "each of corsOrigins must be http(s)://HOST[:PORT] or *, was '"
                        + origin
                        + "'"));
  }
}
