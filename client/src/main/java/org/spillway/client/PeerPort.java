package org.spillway.client;

import java.io.IOException;
import java.time.Duration;
import org.spillway.client.DownloadException.Reason;
import org.spillway.swarm.ChokerOrder;
import org.spillway.swarm.discovery.DiscoverySettings;
import org.spillway.swarm.peer.EngineSettings;
import org.spillway.swarm.peer.PeerEngine;
import org.spillway.swarm.torrents.TorrentDirectory;
import org.spillway.swarm.upload.BoundedMemory;
import org.spillway.swarm.upload.UploadLimits;

/** Opens the port on which peers reach a download. */
final class PeerPort {
  /** The most bytes of blocks that are on their way to peers. */
  private static final long MOST_IN_FLIGHT = 16L * 1024 * 1024;

  private static final int MOST_CONNECTIONS = 200;
  private static final int MOST_PER_ADDRESS = 100;

  /** Less than all, so that a peer that connects can say who it is before the worst one goes. */
  private static final int MOST_PER_TORRENT = 150;

  private static final int MOST_QUEUED = 500;

  /** The peers that are sent blocks at a time: with few of them pieces spread faster. */
  private static final int UPLOAD_SLOTS = 8;

  private static final int DISK_THREADS = 2;

  private PeerPort() {}

  /**
   * Begins to listen.
   *
   * @param discovery how peers are found without trackers
   * @throws DownloadException if the port is in use
   */
  static PeerEngine open(
      ClientSettings settings, TorrentDirectory torrents, DiscoverySettings discovery)
      throws DownloadException {
    var engine =
        new EngineSettings(
            "0.0.0.0",
            settings.port(),
            MOST_CONNECTIONS,
            MOST_PER_ADDRESS,
            MOST_PER_TORRENT,
            Duration.ofMinutes(5),
            MOST_QUEUED,
            DISK_THREADS,
            true,
            settings.encryption(),
            settings.connectTimeout(),
            discovery);
    try {
      var limits = new UploadLimits(settings.uploadRate(), 0, 0, UPLOAD_SLOTS, ChokerOrder.FASTEST);
      return PeerEngine.start(engine, limits, torrents, new BoundedMemory(MOST_IN_FLIGHT));
    } catch (IOException e) {
      throw new DownloadException(Reason.NO_SOURCES, "port " + settings.port() + " for peers", e);
    }
  }
}
