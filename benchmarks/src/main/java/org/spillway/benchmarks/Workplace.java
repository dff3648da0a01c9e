package org.spillway.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A temporary folder and the processes that work in it. Closing it ends the processes and removes
 * the folder. It is safe for use by many threads, so that it can also be closed when the user stops
 * the program.
 */
final class Workplace implements AutoCloseable {
  private static final int PORTION = 1024 * 1024;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<Closeable> parts = new ArrayList<>();
  private boolean closed;

  private Workplace(Path folder) {
    this.folder = folder;
  }

  static Workplace create() throws IOException {
    return new Workplace(Files.createTempDirectory("spillway-bench"));
  }

  /** Returns a folder below, which is made if it does not exist. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /**
   * Returns a new world-readable file with random content, which is already on the disk and still
   * in memory.
   */
  Path file(String folder, String name, long length) throws IOException {
    Path file = folder(folder).resolve(name);
    var random = new SplittableRandom(1);
    byte[] portion = new byte[PORTION];
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long left = length; left > 0; left -= portion.length) {
        random.nextBytes(portion);
        channel.write(ByteBuffer.wrap(portion, 0, (int) Math.min(portion.length, left)));
      }
      // If it were written back later, that would disturb the measurement.
      channel.force(true);
    }
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Returns a program that is packaged with this one. */
  Path script(String name) throws IOException {
    Path script = folder("scripts").resolve(name);
    try (var resource = Workplace.class.getResourceAsStream("/" + name)) {
      if (resource == null) {
        throw new IOException(name + " is not packaged");
      }
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
    }
    return script;
  }

  /** Returns the file with the standard error of all processes. */
  private Path errors() {
    return folder.resolve("errors");
  }

  /** Returns how many bytes all processes have written to standard error. */
  long errorLength() throws IOException {
    return Files.size(errors());
  }

  /**
   * Returns an exception that says what went wrong with a process and what is on standard error. If
   * {@link #close} ended the process, as when the user stops the program, the exception says no
   * more than that.
   */
  synchronized IOException failure(String what) throws IOException {
    return new IOException(closed ? "stopped" : what + '\n' + Files.readString(errors()));
  }

  /**
   * Returns the exception, or if {@link #close} cut the work short, an exception that says no more
   * than that.
   */
  synchronized IOException failure(IOException failure) {
    return closed ? new IOException("stopped", failure) : failure;
  }

  /**
   * Starts a process in the folder.
   *
   * @param cores the cores that it may use, as {@code taskset} counts them
   */
  synchronized Process start(String cores, List<String> command) throws IOException {
    if (closed) {
      throw new IOException("stopped");
    }
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
    pinned.addAll(command);
    var builder = new ProcessBuilder(pinned).directory(folder.toFile());
    builder.redirectError(Redirect.appendTo(errors().toFile()));
    // This is for our own programs; as an option it would hide the rest of each command.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    var process = builder.start();
    processes.removeIf(other -> !other.isAlive());
    processes.add(process);
    return process;
  }

  /** Registers a part that must be closed before the folder is removed. */
  synchronized <T extends Closeable> T closing(T part) throws IOException {
    if (closed) {
      part.close();
      throw new IOException("stopped");
    }
    parts.add(part);
    return part;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    processes.forEach(Process::destroy);
    processes.forEach(process -> process.onExit().join());
    closeParts();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closeParts() {
    for (Closeable part : parts) {
      try {
        part.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
