package org.spillway.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.spillway.webapp.command.Main;

/**
 * A server in a process of its own, which prints the ports that it listens on as a line of JSON:
 * {@code {"event":"started","http":8080}}.
 */
final class ServerProcess implements AutoCloseable {
  private static final String OPTIONS = "SPILLWAY_JAVA_OPTS";

  /** The share of a core below which a server counts as idle. */
  private static final double QUIET = 0.03;

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Process process;
  private final long pid;
  private final String startedLine;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServerProcess(Process process, long pid, String startedLine) {
    this.process = process;
    this.pid = pid;
    this.startedLine = startedLine;
  }

  /**
   * Returns a server that prints nothing, but is there already.
   *
   * @param process the process that must be ended
   * @param pid the id of the process that does the work
   */
  static ServerProcess of(Process process, long pid, String startedLine) {
    return new ServerProcess(process, pid, startedLine);
  }

  /** Starts a server, and returns as soon as it listens. */
  static ServerProcess start(Workplace workplace, String cores, List<String> command)
      throws IOException {
    var process = workplace.start(cores, command);
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    // Java itself can print something before.
    while (line != null && !line.startsWith("{")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw workplace.failure("did not start: " + command);
    }
    return new ServerProcess(process, process.pid(), line);
  }

  /**
   * Starts {@code spillway serve} on free ports of the loopback interface, with the options for
   * Java that {@code bin/spillway} takes, too.
   *
   * @param content the folder that it offers
   * @param state the folder for hashes
   */
  static ServerProcess serve(Workplace workplace, String cores, Path content, Path state)
      throws IOException {
    return serve(workplace, cores, content, state, List.of(), List.of());
  }

  /**
   * Starts {@code spillway serve} with more options and arguments.
   *
   * @param java more options for Java
   * @param more arguments, which come last
   */
  static ServerProcess serve(
      Workplace workplace,
      String cores,
      Path content,
      Path state,
      List<String> java,
      List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>(more);
    // All the load comes from one address.
    arguments.add("--seeder.max-connections-per-address=100000");
    arguments.add("--seeder.max-connections-per-torrent=100000");
    return serveAsConfigured(workplace, cores, content, state, java, arguments);
  }

  /**
   * Starts {@code spillway serve} as the other methods do, but with the default limits on
   * connections.
   *
   * @param java more options for Java
   * @param more more arguments
   */
  static ServerProcess serveAsConfigured(
      Workplace workplace,
      String cores,
      Path content,
      Path state,
      List<String> java,
      List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("serve");
    arguments.addAll(List.of("--content.root=" + content, "--state-dir=" + state));
    for (String door : List.of("http", "seeder", "tracker", "dns")) {
      arguments.add("--" + door + ".host=127.0.0.1");
      arguments.add("--" + door + (door.equals("tracker") ? ".udp-port=0" : ".port=0"));
    }
    arguments.add("--public-url=http://127.0.0.1");
    arguments.addAll(more);
    return start(
        workplace, cores, Command.java(Main.class.getName(), javaOptions(java), arguments));
  }

  /**
   * Returns the options for Java of the servers that are measured: those that the user set, then
   * more.
   *
   * @param more more options
   */
  static List<String> javaOptions(List<String> more) {
    List<String> options = new ArrayList<>();
    String wanted = System.getenv().getOrDefault(OPTIONS, "").strip();
    if (!wanted.isEmpty()) {
      options.addAll(List.of(wanted.split(" +", -1)));
    }
    options.addAll(more);
    return options;
  }

  /**
   * Lets some time pass.
   *
   * @throws IOException if the server has ended meanwhile
   */
  void run(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException("the server ended with " + process.exitValue());
    }
  }

  /** Waits until the server is idle, because everything is hashed. */
  void awaitQuiet() throws IOException, InterruptedException {
    double used = Double.MAX_VALUE;
    while (used > QUIET * LOOK.toSeconds()) {
      double before = CpuTimes.of(pid).own();
      run(LOOK);
      used = CpuTimes.of(pid).own() - before;
    }
  }

  long pid() {
    return pid;
  }

  /**
   * Returns the port with this name.
   *
   * @throws IOException if the server has no such port
   */
  int port(String door) throws IOException {
    return findPort(door)
        .orElseThrow(() -> new IOException("no port of " + door + " in " + startedLine));
  }

  /** Returns the port with this name, if the server has one. */
  OptionalInt findPort(String door) {
    var port = Pattern.compile('"' + door + "\":(\\d+)").matcher(startedLine);
    return port.find() ? OptionalInt.of(Integer.parseInt(port.group(1))) : OptionalInt.empty();
  }

  /**
   * Asks for a file, and asks again as long as the server says that it is not ready (503).
   *
   * @param target the path and the query
   */
  byte[] get(String target) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer;
    do {
      answer = ask(target);
    } while (answer.statusCode() == 503);
    if (answer.statusCode() != 200) {
      throw new IOException(target + ": status " + answer.statusCode());
    }
    return answer.body();
  }

  /** Returns the status of the answer to a GET. */
  int status(String target) throws IOException, InterruptedException {
    return ask(target).statusCode();
  }

  private HttpResponse<byte[]> ask(String target) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + port("http") + target);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  /** Waits until the process has ended. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
