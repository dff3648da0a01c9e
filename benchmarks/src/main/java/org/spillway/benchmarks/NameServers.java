package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spillway.testing.FreePort;

/**
 * The name servers that ours is compared with. Like ours, each has one thread that answers,
 * cookies, and a rate limit that is never reached.
 */
final class NameServers {
  private static final int TRIES = 500;

  /** The configuration of NSD, in which folder, port, user, zone and its file are filled in. */
  private static final String NSD =
      """
      server:
        ip-address: 127.0.0.1@%2$d
        server-count: 1
        username: "%3$s"
        chroot: ""
        zonesdir: "%1$s"
        database: ""
        pidfile: "%1$s/nsd.pid"
        xfrdfile: "%1$s/xfrd.state"
        zonelistfile: "%1$s/zone.list"
        xfrdir: "%1$s"
        tcp-count: 1000
        rrl-ratelimit: 10000000
        rrl-whitelist-ratelimit: 10000000
        answer-cookie: yes
        cookie-secret: "000102030405060708090a0b0c0d0e0f"
      remote-control:
        control-enable: no
      zone:
        name: "%4$s"
        zonefile: "%5$s"
      """;

  private static final String KNOT =
      """
      server:
        listen: 127.0.0.1@%2$d
        rundir: "%1$s"
        user: "%3$s"
        udp-workers: 1
        tcp-workers: 1
        background-workers: 1
        tcp-max-clients: 1000
      log:
        - target: stderr
          any: error
      database:
        storage: "%1$s"
      mod-rrl:
        - id: default
          rate-limit: 10000000
          slip: 2
      mod-cookies:
        - id: default
      template:
        - id: default
          global-module: [mod-cookies/default, mod-rrl/default]
      zone:
        - domain: "%4$s"
          file: "%5$s"
          zonefile-sync: -1
          journal-content: none
      """;

  private NameServers() {}

  static boolean areInstalled() {
    return Stream.of("nsd", "knotd")
        .allMatch(name -> Command.isInstalled(name) || !program(name).equals(name));
  }

  /** Starts the server, and returns as soon as it answers. */
  static ServerProcess nsd(Workplace workplace, Path zoneFile)
      throws IOException, InterruptedException {
    return start(workplace, "nsd", List.of("-d", "-c"), NSD, zoneFile, NameServers::youngest);
  }

  /** Starts the server, and returns as soon as it answers. */
  static ServerProcess knot(Workplace workplace, Path zoneFile)
      throws IOException, InterruptedException {
    return start(
        workplace, "knotd", List.of("-c"), KNOT, zoneFile, knotd -> Optional.of(knotd.toHandle()));
  }

  /** Returns the server itself, which is the child of a child. */
  private static Optional<ProcessHandle> youngest(Process nsd) {
    return nsd.descendants().filter(child -> child.children().findAny().isEmpty()).findFirst();
  }

  private static ServerProcess start(
      Workplace workplace,
      String name,
      List<String> options,
      String configuration,
      Path zoneFile,
      Function<Process, Optional<ProcessHandle>> worker)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(zoneFile.resolveSibling(name));
    int port = FreePort.find();
    String text =
        configuration.formatted(
            folder, port, System.getProperty("user.name"), DnsTorrents.ZONE, zoneFile);
    Path file = Files.writeString(folder.resolve(name + ".conf"), text);
    var command = new ArrayList<>(List.of(program(name)));
    command.addAll(options);
    command.add(file.toString());
    var process = workplace.start(Machine.SERVER_CORE, command);
    for (int i = 0; i < TRIES && !process.waitFor(20, TimeUnit.MILLISECONDS); i++) {
      if (DnsPerf.answers(port)) {
        long pid = worker.apply(process).map(ProcessHandle::pid).orElse(process.pid());
        return ServerProcess.of(process, pid, "{\"dns\":" + port + '}');
      }
    }
    throw workplace.failure(name + " did not start");
  }

  /** Returns the path of a program; Debian's folder of servers is not in the path of users. */
  private static String program(String name) {
    Path debian = Path.of("/usr/sbin", name);
    return Files.isExecutable(debian) ? debian.toString() : name;
  }
}
