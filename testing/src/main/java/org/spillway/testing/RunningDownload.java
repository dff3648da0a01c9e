package org.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A program that downloads one file on a host. It has the whole file when it ends with status 0, or
 * when the file {@link #marker} exists: torrent clients make it and go on to upload.
 */
public final class RunningDownload implements Closeable {
  private final Process process;
  private final Path folder;
  private final Path file;

  private RunningDownload(Process process, Path folder, Path file) {
    this.process = process;
    this.folder = folder;
    this.file = file;
  }

  /**
   * Starts a program.
   *
   * @param program ready to run on its host, see {@link NetworkNamespace#program}
   * @param folder of this download alone; takes the marker and what the program says
   * @param file where the program puts what it downloads
   */
  public static RunningDownload start(ProcessBuilder program, Path folder, Path file)
      throws IOException {
    program.redirectInput(Redirect.from(new File("/dev/null")));
    program.redirectErrorStream(true).redirectOutput(log(folder).toFile());
    return new RunningDownload(program.start(), folder, file);
  }

  private static Path log(Path folder) {
    return folder.resolve("log");
  }

  /** Returns the file that a program makes in the download's folder once it is complete. */
  public static Path marker(Path folder) {
    return folder.resolve("complete");
  }

  /** Writes a script that makes the marker, for clients that run one when they are complete. */
  public static Path markerScript(Path folder) throws IOException {
    String script = "#!/bin/sh\n: >'%s'\n".formatted(marker(folder));
    Path written = Files.writeString(folder.resolve("mark-complete"), script);
    return Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns the file that the program writes; it can be missing until the program is complete. */
  public Path file() {
    return file;
  }

  /** Tells whether the program has said that it has the whole file. */
  public boolean isComplete() {
    return Files.exists(marker(folder)) || hasEndedWell();
  }

  private boolean hasEndedWell() {
    return !process.isAlive() && process.exitValue() == 0;
  }

  /** Tells whether the program has ended without the whole file. */
  public boolean hasFailed() {
    return !process.isAlive() && !isComplete();
  }

  /** Tells whether the program is still there. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Returns what the program has printed so far, or why that cannot be read. */
  public String log() {
    try {
      return new String(Files.readAllBytes(log(folder)), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Asks the program to end as its user would, by SIGTERM, and does not wait for it. */
  public void leave() {
    process.destroy();
  }

  /** Kills the program and waits for its end. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
