package org.spillway.webapp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.spillway.catalog.usage.Delivery;
import org.spillway.catalog.usage.UsageMeter;
import org.spillway.swarm.ReportedTraffic;
import org.spillway.torrent.InfoHash;

/**
 * Adds what peers say that they sent to others to the usage of our files. For use by one thread.
 */
final class ReportedUsage implements Runnable {
  /** The tracker adds up the reports of all clients of a swarm. */
  private static final String CLIENT = "-";

  private final ReportedTraffic traffic;
  private final Function<InfoHash, Optional<String>> pathOf;
  private final UsageMeter meter;

  /** The bytes that are counted already. */
  private final Map<InfoHash, Long> counted = new HashMap<>();

  /**
   * @param pathOf returns the path of the file of ours that has this infohash
   */
  ReportedUsage(
      ReportedTraffic traffic, Function<InfoHash, Optional<String>> pathOf, UsageMeter meter) {
    this.traffic = traffic;
    this.pathOf = pathOf;
    this.meter = meter;
  }

  @Override
  public void run() {
    traffic.bySwarm().forEach((infoHash, bytes) -> count(infoHash, bytes.uploaded()));
  }

  private void count(InfoHash infoHash, long uploaded) {
    long since = uploaded - counted.getOrDefault(infoHash, 0L);
    if (since > 0) {
      pathOf
          .apply(infoHash)
          .ifPresent(
              path -> {
                meter.of(path, Delivery.OTHERS, CLIENT).sent(since);
                counted.put(infoHash, uploaded);
              });
    }
  }
}
