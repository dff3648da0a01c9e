package org.spillway.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.testing.Rtorrent;

/**
 * Starts clients that others wrote, of the Debian packages python3-libtorrent, transmission-cli,
 * aria2 and rtorrent. Each has the folder in which its content lies, and nobody to ask for peers.
 */
final class OtherPeers {
  static final String TORRENT = "file.torrent";

  private static final Duration MOST = Duration.ofMinutes(1);
  private static final Pattern PORT = Pattern.compile("seeding on port (\\d+)\n");

  private OtherPeers() {}

  /** A client that says that it has the whole content, and the port on which it listens. */
  record Seed(Program program, int port) implements AutoCloseable {
    @Override
    public void close() {
      program.close();
    }
  }

  /** Writes the torrent and, for a client that is to upload it, the content. */
  static Path folder(Path folder, Content content, boolean isComplete) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(TORRENT), content.metainfo().toBytes());
    if (isComplete) {
      Files.write(folder.resolve("file.bin"), content.bytes());
    }
    return folder;
  }

  /**
   * Starts libtorrent, which dials a peer or is dialled.
   *
   * @param mode one that {@code libtorrent_peer.py} has
   * @param listen the address; one of IPv6 has brackets
   * @param peer host and port of a peer, or nothing
   */
  static Program libtorrent(String mode, String listen, Path folder, String... peer)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3"));
    command.add(Path.of("src/test/python/libtorrent_peer.py").toString());
    command.addAll(List.of(mode, listen + ":0"));
    command.addAll(List.of(folder.resolve(TORRENT).toString(), folder.toString()));
    command.addAll(List.of(peer));
    return Program.start(Map.of(), command);
  }

  /** Waits until libtorrent has the content. */
  static Seed complete(Program libtorrent) {
    Matcher port = PORT.matcher(libtorrent.awaitOutput(MOST, said -> PORT.matcher(said).find()));
    if (!port.find()) {
      throw new AssertionError("the output changed");
    }
    return new Seed(libtorrent, Integer.parseInt(port.group(1)));
  }

  /** Waits until the program is ready, and ends it if that does not happen. */
  private static Seed seed(Program program, int port, Consumer<Program> wait) {
    try {
      wait.accept(program);
      return new Seed(program, port);
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
  }

  static Seed transmission(Path folder) throws IOException {
    int port = FreePort.find();
    Path settings = Files.createDirectories(folder.resolve("settings"));
    Files.writeString(
        settings.resolve("settings.json"),
        """
        {"dht-enabled": false, "lpd-enabled": false, "utp-enabled": false,
         "port-forwarding-enabled": false, "bind-address-ipv4": "127.0.0.1"}
        """);
    var program =
        Program.start(
            // It would keep what it says until that fills a buffer.
            "stdbuf",
            "-o0",
            "transmission-cli",
            "--config-dir=" + settings,
            "--download-dir=" + folder,
            "--no-portmap",
            "--port=" + port,
            folder.resolve(TORRENT).toString());
    return seed(program, port, it -> it.awaitOutput(MOST, said -> said.contains("Seeding")));
  }

  static Seed aria2(Path folder) throws IOException {
    int port = FreePort.find();
    var program =
        Program.start(
            "aria2c",
            "--no-conf",
            "--no-proxy=*",
            "--enable-dht=false",
            "--bt-enable-lpd=false",
            "--file-allocation=none",
            "--check-integrity=true",
            "--seed-ratio=0.0",
            "--listen-port=" + port,
            "--dir=" + folder,
            folder.resolve(TORRENT).toString());
    return seed(program, port, it -> it.awaitPort(MOST, port));
  }

  static Seed rtorrent(Path folder) throws IOException {
    int port = FreePort.find();
    return new Seed(Rtorrent.seed(folder.resolve(TORRENT), folder, port, MOST), port);
  }
}
