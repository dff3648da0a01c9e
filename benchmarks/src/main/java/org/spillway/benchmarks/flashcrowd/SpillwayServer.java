package org.spillway.benchmarks.flashcrowd;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spillway.testing.NetworkNamespace;

/** {@code spillway serve} on a host of its own, with the ports that it takes by default. */
final class SpillwayServer implements Closeable {
  private final NetworkNamespace host;
  private final String url;

  private SpillwayServer(NetworkNamespace host, String url) {
    this.host = host;
    this.url = url;
  }

  /**
   * Returns as soon as the server answers with the file's torrent.
   *
   * @param file lies directly in the folder that is served
   * @param folder for the server's state and what it says
   */
  static SpillwayServer start(NetworkNamespace host, Goal goal, Path file, Path folder)
      throws IOException {
    String root = "http://" + host.address() + ":8080";
    List<String> arguments = new ArrayList<>(List.of("serve", "--public-url=" + root));
    arguments.add("--content.root=" + file.resolveSibling(""));
    arguments.add("--state-dir=" + folder.resolve("state"));
    arguments.addAll(goal.arguments());
    Path errors = folder.resolve("server-errors");
    var program = host.program(Spillway.command(List.of("-Xmx1g"), arguments));
    var process = program.redirectError(Redirect.to(errors.toFile())).start();
    awaitStart(process, errors);
    var server = new SpillwayServer(host, root + "/" + file.getFileName());
    server.awaitTorrent();
    return server;
  }

  private static void awaitStart(Process process, Path errors) throws IOException {
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null && !line.contains("\"started\"")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the server did not start:\n" + Files.readString(errors));
    }
  }

  /** The file is hashed only once the server has started: curl asks again when it gets 503. */
  private void awaitTorrent() throws IOException {
    var ask = List.of("curl", "-q", "--noproxy", "*", "-fsS", "--retry", "60", url + "?torrent");
    var curl = host.program(ask).redirectError(Redirect.INHERIT).start();
    try (InputStream torrent = curl.getInputStream()) {
      torrent.transferTo(OutputStream.nullOutputStream());
    }
    if (curl.onExit().join().exitValue() != 0) {
      throw new IOException("the server has no torrent of " + url);
    }
  }

  /** Returns the URL of the file. */
  String url() {
    return url;
  }

  /** Counts what has left the server's host since that was made, in bytes. */
  long sentBytes() throws IOException {
    return host.sentBytes();
  }

  /** Kills the server, as a crash would. The host remains. */
  @Override
  public void close() throws IOException {
    host.endPrograms();
  }
}
