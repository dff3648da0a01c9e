package org.spillway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * rtorrent on loopback, as a daemon, which needs no terminal. It takes the package rtorrent, and
 * has no other peers than those that trackers name and those that dial it. It takes no torrent
 * without a tracker.
 */
public final class Rtorrent {
  /** Uses port, port, session, folder, event and marker. */
  private static final String SETTINGS =
      """
      system.daemon.set = true
      network.bind_address.set = 127.0.0.1
      network.port_range.set = %d-%d
      network.http.proxy_address.set = ""
      session.path.set = %s
      directory.default.set = %s
      dht.mode.set = disable
      protocol.pex.set = no
      method.set_key = %s, mark, "execute2 = touch, %s"
      """;

  private Rtorrent() {}

  /**
   * Starts rtorrent with the whole content and waits until it has checked it.
   *
   * @param folder has the content, and takes the session
   */
  public static Program seed(Path torrent, Path folder, int port, Duration most)
      throws IOException {
    return start(torrent, folder, port, most, "event.download.hash_done");
  }

  /** Starts rtorrent without the content and waits until it has downloaded it. */
  public static Program download(Path torrent, Path folder, int port, Duration most)
      throws IOException {
    return start(torrent, folder, port, most, "event.download.finished");
  }

  private static Program start(Path torrent, Path folder, int port, Duration most, String event)
      throws IOException {
    Path session = Files.createDirectories(folder.resolve("session"));
    Path marker = folder.resolve("marker");
    Path settings = folder.resolve("rtorrent.rc");
    Files.writeString(settings, SETTINGS.formatted(port, port, session, folder, event, marker));
    var program =
        Program.start(
            Map.of("HOME", folder.toString()),
            List.of("rtorrent", "-n", "-o", "import=" + settings, torrent.toString()));
    try {
      program.await(event, most, () -> Files.exists(marker));
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
    return program;
  }
}
