package org.spillway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * libtorrent with its own choices, except that it looks for peers nowhere but at the trackers, and
 * announces to all of them. It takes the package python3-libtorrent.
 */
public final class LibtorrentClient {
  /** Debian's own: another Python, without Debian's libraries, may come first in the path. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String SCRIPT = "libtorrent_client.py";

  private LibtorrentClient() {}

  /**
   * Starts a client that fetches the torrent of a file from {@code URL?torrent}, and again as long
   * as that fails. When it is complete it uploads until it is ended.
   *
   * @param url of the file
   * @param name of the file within the torrent
   * @param folder of this download alone
   */
  public static RunningDownload start(NetworkNamespace host, String url, String name, Path folder)
      throws IOException {
    Path script = unpack(folder.resolve(SCRIPT));
    var command =
        List.of(
            PYTHON,
            script.toString(),
            url + "?torrent",
            folder.toString(),
            host.address(),
            RunningDownload.marker(folder).toString());
    return RunningDownload.start(host.program(command), folder, folder.resolve(name));
  }

  private static Path unpack(Path script) throws IOException {
    try (var resource = LibtorrentClient.class.getResourceAsStream("/" + SCRIPT)) {
      if (resource == null) {
        throw new IllegalStateException(SCRIPT + " is not packaged");
      }
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
    }
    return script;
  }
}
