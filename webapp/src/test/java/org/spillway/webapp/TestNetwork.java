package org.spillway.webapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.spillway.testing.Program;

/**
 * Machines of a test: network namespaces behind one bridge, without a way out. It takes root and
 * the package iproute2; where one of them is missing, the test fails and says so.
 */
final class TestNetwork {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final AtomicInteger made = new AtomicInteger();

  private final String name = "spillway-" + ProcessHandle.current().pid() + "-" + made.addAndGet(1);
  private final List<String> namespaces = new ArrayList<>();

  private TestNetwork() {}

  /** A network without machines. */
  static TestNetwork open() throws IOException {
    requireRoot();
    return new TestNetwork();
  }

  private static void requireRoot() throws IOException {
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      throw new AssertionError("this test makes network namespaces: run it as root");
    }
  }

  private static void ip(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    try {
      Program.run(0, MOST, Map.of(), command);
    } catch (IOException e) {
      throw new AssertionError("this test needs the program ip: apt-get install iproute2", e);
    } catch (AssertionError e) {
      throw new AssertionError(
          "this test makes network namespaces, for which a container must be privileged", e);
    }
  }

  private String add(String suffix) throws Exception {
    String namespace = name + "-" + suffix;
    ip("netns", "add", namespace);
    namespaces.add(namespace);
    ip("-n", namespace, "link", "set", "lo", "up");
    return namespace;
  }

  private String bridge() throws Exception {
    if (namespaces.isEmpty()) {
      String bridge = add("bridge");
      ip("-n", bridge, "link", "add", "br0", "type", "bridge");
      ip("-n", bridge, "link", "set", "br0", "up");
    }
    return namespaces.get(0);
  }

  /**
   * A machine with these addresses.
   *
   * @param addresses each with the length of its network: {@code 10.0.0.1/24}
   */
  Machine machine(List<String> addresses) throws Exception {
    String bridge = bridge();
    String port = "port" + namespaces.size();
    String machine = add("machine" + namespaces.size());
    ip("-n", bridge, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", machine);
    ip("-n", bridge, "link", "set", port, "master", "br0", "up");
    ip("-n", machine, "link", "set", "eth0", "up");
    for (String address : addresses) {
      List<String> add = new ArrayList<>(List.of("-n", machine, "addr", "add", address));
      add.addAll(List.of("dev", "eth0"));
      if (address.contains(":")) {
        // It is usable at once, without a second of waiting for others who claim it.
        add.add("nodad");
      }
      ip(add.toArray(String[]::new));
    }
    return new Machine(machine);
  }

  /** Where programs of a test run. */
  record Machine(String namespace) {

    /** Standard error comes with standard output. */
    Program start(Map<String, String> environment, List<String> command) throws IOException {
      List<String> within = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
      within.addAll(command);
      return Program.start(environment, within);
    }

    /** The output of a program that must end well. */
    String run(Duration most, List<String> command) throws Exception {
      try (var program = start(Map.of(), command)) {
        int code = program.awaitEnd(most);
        if (code != 0) {
          throw new AssertionError(
              "%s ended with %d:\n%s".formatted(command, code, program.output()));
        }
        return program.output();
      }
    }
  }

  /** The programs in it must have ended. */
  void remove() throws Exception {
    for (String namespace : namespaces) {
      ip("netns", "delete", namespace);
    }
    namespaces.clear();
  }
}
