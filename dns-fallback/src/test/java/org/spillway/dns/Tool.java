package org.spillway.dns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A program of others that a test started; it does not outlive the test. */
final class Tool implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Tool(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a server, which writes what it says into a file. */
  static Tool start(Path log, String... command) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new Tool(builder.start(), log);
  }

  /** What a program says that must end with this code. */
  static String run(int code, String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != code) {
        throw new AssertionError(
            "%s ended with %d:%n%s".formatted(List.of(command), process.exitValue(), output));
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** A port of loopback that is free for both UDP and TCP at the moment. */
  static int freePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      var loopback = InetAddress.getLoopbackAddress();
      try (var tcp = new ServerSocket(0, 1, loopback);
          var udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
        return udp.getLocalPort();
      } catch (IOException e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() throws IOException {
    return Files.readString(log);
  }

  /** Waits for a condition while the program runs. */
  void await(String what, Duration most, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + most.toNanos();
    while (!condition.call()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError(what + " not within " + most + "; it said:\n" + output());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
