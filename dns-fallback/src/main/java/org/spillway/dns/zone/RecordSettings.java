package org.spillway.dns.zone;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.spillway.torrent.fallback.FallbackProfile;

/**
 * Says how torrents become records.
 *
 * @param ttl the time to live of the records
 * @param maxTorrent the length of the longest .torrent that is put into records, in bytes; a magnet
 *     link stands for a longer one
 * @param profile how large records may be
 */
@RecordBuilder
public record RecordSettings(Duration ttl, int maxTorrent, FallbackProfile profile)
    implements RecordSettingsBuilder.With {
  public static final RecordSettings DEFAULT =
      new RecordSettings(Duration.ofMinutes(5), 1_000_000, FallbackProfile.DEFAULT);

  public RecordSettings {
    if (ttl.isNegative() || ttl.toSeconds() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("ttl must be 0 to 2147483647 seconds, was " + ttl);
    }
    if (maxTorrent < 0) {
      throw new IllegalArgumentException("maxTorrent must be 0 or more bytes, was " + maxTorrent);
    }
  }
}
