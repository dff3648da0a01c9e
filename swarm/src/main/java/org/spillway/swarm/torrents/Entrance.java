package org.spillway.swarm.torrents;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.spillway.swarm.admission.PeerConnection;
import org.spillway.torrent.InfoHash;

/** Lets one connection into the torrent that it asks for, which may have to be opened first. */
public final class Entrance {
  private static final System.Logger log = System.getLogger(Entrance.class.getName());

  private final TorrentDirectory torrents;
  private final PeerConnection connection;
  private final Executor disk;
  private final Executor eventLoop;
  private final BooleanSupplier isActive;

  /**
   * Makes the entrance for a connection.
   *
   * @param disk opens torrents
   * @param eventLoop runs what follows
   * @param isActive returns whether the connection is still there; called on the event loop
   */
  public Entrance(
      TorrentDirectory torrents,
      PeerConnection connection,
      Executor disk,
      Executor eventLoop,
      BooleanSupplier isActive) {
    this.torrents = torrents;
    this.connection = connection;
    this.disk = disk;
    this.eventLoop = eventLoop;
    this.isActive = isActive;
  }

  /**
   * Looks a torrent up on a disk thread, and goes on on the event loop.
   *
   * @param then what to do once the torrent is joined
   * @param otherwise what to do if the torrent is not offered
   */
  public void join(InfoHash swarmHash, Consumer<PeerTorrent> then, Runnable otherwise) {
    disk.execute(
        () -> {
          var content = lookUp(swarmHash);
          eventLoop.execute(() -> content.ifPresentOrElse(found -> joined(found, then), otherwise));
        });
  }

  private Optional<? extends PeerTorrent> lookUp(InfoHash swarmHash) {
    try {
      return torrents.join(swarmHash, connection);
    } catch (IOException e) {
      log.log(DEBUG, e::getMessage);
      return Optional.empty();
    }
  }

  private void joined(PeerTorrent content, Consumer<PeerTorrent> then) {
    if (isActive.getAsBoolean()) {
      then.accept(content);
    } else {
      torrents.leave(content, connection);
    }
  }
}
