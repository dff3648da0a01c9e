package org.spillway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** A process that a test started; it does not outlive the test. */
public final class Program implements AutoCloseable {
  private final List<String> command;
  private final Process process;
  private final StringBuilder output = new StringBuilder();
  private final Thread reader;

  private Program(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.reader = new Thread(this::read, "output of " + command.get(0));
    this.reader.start();
  }

  public static Program start(String... command) throws IOException {
    return start(Map.of(), List.of(command));
  }

  /** Standard error comes with standard output. */
  public static Program start(Map<String, String> environment, List<String> command)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    return new Program(command, process);
  }

  /** A JVM with the test's own class path. */
  public static Program java(Map<String, String> environment, String... mainAndArguments)
      throws IOException {
    return start(environment, javaCommand(mainAndArguments));
  }

  public static List<String> javaCommand(String... mainAndArguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    return command;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (int c = lines.read(); c >= 0; c = lines.read()) {
        append((char) c);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(char c) {
    synchronized (output) {
      output.append(c);
    }
  }

  /** Returns what it has said so far. */
  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /** Returns the output as soon as it is as wished; fails if the program ends before. */
  public String awaitOutput(Duration most, Predicate<String> wish) {
    await("what it should say", most, () -> wish.test(output()));
    return output();
  }

  /** Returns as soon as something listens on the port; fails if the program ends before. */
  public void awaitPort(Duration most, int port) {
    await("port " + port, most, () -> isOpen(port));
  }

  /** Waits for a condition; fails if the program ends before. */
  public void await(String what, Duration most, Callable<Boolean> condition) {
    try {
      Patience.await(what).atMost(most).until(() -> isMet(condition));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(command + ": " + e.getMessage() + "\nIt said:\n" + output(), e);
    }
  }

  private boolean isMet(Callable<Boolean> condition) throws Exception {
    boolean ended = !process.isAlive();
    if (ended) {
      reader.join();
    }
    boolean met = condition.call();
    if (ended && !met) {
      throw new AssertionError(command + " ended, saying:\n" + output());
    }
    return met;
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @return the exit code
   */
  public int awaitEnd(Duration most) throws InterruptedException {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(command + " did not end within " + most + ":\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  /** Returns the output of a program that must end with this code, within three minutes. */
  public static String run(int exit, String... command) throws InterruptedException, IOException {
    return run(exit, Duration.ofMinutes(3), Map.of(), List.of(command));
  }

  /** Returns the output of a program that must end well. */
  public static String run(Duration most, String... command)
      throws InterruptedException, IOException {
    return run(0, most, Map.of(), List.of(command));
  }

  /**
   * Returns the output of a program that must end so.
   *
   * @param exit the code
   */
  public static String run(
      int exit, Duration most, Map<String, String> environment, List<String> command)
      throws InterruptedException, IOException {
    try (var program = start(environment, command)) {
      int code = program.awaitEnd(most);
      if (code != exit) {
        throw new AssertionError(
            "%s ended with %d, not %d:\n%s".formatted(command, code, exit, program.output()));
      }
      return program.output();
    }
  }

  /** Returns the process's id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Sends a signal.
   *
   * @param name without SIG, such as HUP
   */
  public void signal(String name) throws InterruptedException, IOException {
    run(0, "kill", "-" + name, Long.toString(pid()));
  }

  /** SIGTERM. What the program then says is read, which {@link Process#destroy} would not allow. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL, as when a machine dies. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    try {
      process.waitFor();
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
