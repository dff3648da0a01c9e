package org.spillway.webapp.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program {@code aria2c}, as the demo runs it. */
record Aria2(Path program) {

  static Optional<Aria2> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "aria2c"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Aria2::new);
  }

  /** Downloads the file that a .torrent describes, and fails after a minute. */
  String download(String torrentUrl, Path target) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                program.toString(),
                "--quiet",
                "--no-conf",
                "--no-proxy=*",
                "--follow-torrent=mem",
                "--seed-time=0",
                "--enable-dht=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                "--index-out=1=" + target.getFileName(),
                "--dir=" + target.getParent(),
                torrentUrl)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException("aria2c did not download " + torrentUrl);
      }
      return "aria2c, exit 0";
    } finally {
      process.destroy();
    }
  }
}
