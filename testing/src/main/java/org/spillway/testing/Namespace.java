package org.spillway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A named network namespace, as {@code ip netns} makes them.
 *
 * @param name unique on this machine
 */
record Namespace(String name) {
  private static final Path NAMES = Path.of("/run/netns");

  /** Tells whether somebody has made a namespace of this name. */
  static boolean exists(String name) {
    return Files.exists(NAMES.resolve(name));
  }

  /**
   * Makes a namespace.
   *
   * @throws IOException if the name is taken or the user may not make namespaces
   */
  static Namespace add(String name) throws IOException {
    Iproute2.run(List.of("ip", "netns", "add", name));
    return new Namespace(name);
  }

  /**
   * Runs {@code ip} for this namespace.
   *
   * @param arguments words with single spaces between them
   */
  void ip(String arguments) throws IOException {
    run("ip", arguments);
  }

  /**
   * Limits what an interface of this namespace sends: a token bucket, behind a queue of 100 ms.
   *
   * @param rate bits a second
   */
  void limit(String device, long rate) throws IOException {
    String bucket = "tbf rate %dbit burst 32k latency 100ms".formatted(rate);
    run("tc", "qdisc add dev " + device + " root " + bucket);
  }

  private void run(String program, String arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-n", name));
    command.addAll(List.of(arguments.split(" ", -1)));
    Iproute2.run(command);
  }

  /** Returns the command that runs another one inside. */
  List<String> inside(List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
    inside.addAll(command);
    return inside;
  }

  /** Kills every program that runs inside, with its children, and waits for their end. */
  void endPrograms() throws IOException {
    // A program may start another one while the list is read.
    for (var programs = programs(); !programs.isEmpty(); programs = programs()) {
      programs.forEach(ProcessHandle::destroyForcibly);
      programs.forEach(program -> program.onExit().join());
    }
  }

  private List<ProcessHandle> programs() throws IOException {
    return Iproute2.run(List.of("ip", "netns", "pids", name))
        .lines()
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Removes the namespace with its interfaces and the programs inside. */
  void delete() throws IOException {
    endPrograms();
    Iproute2.run(List.of("ip", "netns", "del", name));
  }
}
