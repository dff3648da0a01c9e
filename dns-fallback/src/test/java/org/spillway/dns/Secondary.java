package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spillway.testing.Program;

/** Name servers of Debian, each with what docs/dns.md says to put into its file. */
enum Secondary {
  BIND(
      "named -g -c",
      """
      options {
        directory "FOLDER";
        listen-on port PORT { 127.0.0.1; };
        listen-on-v6 { none; };
        pid-file none;
        recursion no;
        dnssec-validation no;
        notify no;
      };
      controls { };
      """),
  NSD(
      "nsd -d -c",
      """
      server:
        ip-address: 127.0.0.1@PORT
        username: ""
        zonesdir: "FOLDER"
        database: ""
        pidfile: "FOLDER/nsd.pid"
        xfrdfile: "FOLDER/xfrd.state"
        xfrdir: "FOLDER"
        zonelistfile: "FOLDER/zone.list"
        verbosity: 2
      remote-control:
        control-enable: no
      """),
  KNOT(
      "knotd -c",
      """
      server:
        listen: 127.0.0.1@PORT
        rundir: "FOLDER"
      database:
        storage: "FOLDER"
      template:
        - id: default
          storage: "FOLDER"
      log:
        - target: stderr
          any: info
      """);

  /** The secret of the key named {@code secondary}, for HMAC-SHA256. */
  static final String SECRET = "c2VjcmV0IG9mIG91cnMgYW5kIG9mIHRoZWlycw==";

  private static final String BIND_PRIMARY = "192.0.2.1 port 5300 key secondary; ";

  private final String command;
  private final String server;

  Secondary(String command, String server) {
    this.command = command;
    this.server = server;
  }

  Program start(Path folder, int port, int primary) throws IOException {
    return start(folder, port, documented().replace("5300", String.valueOf(primary)));
  }

  /** BIND, with two primaries in this order. */
  static Program startBind(Path folder, int port, int first, int second) throws IOException {
    String primaries =
        BIND_PRIMARY.replace("5300", String.valueOf(first))
            + BIND_PRIMARY.replace("5300", String.valueOf(second));
    String documented = BIND.documented();
    assertThat(documented).contains(BIND_PRIMARY);
    return BIND.start(folder, port, documented.replace(BIND_PRIMARY, primaries));
  }

  private Program start(Path folder, int port, String zone) throws IOException {
    String config =
        server.replace("FOLDER", folder.toString()).replace("PORT", String.valueOf(port))
            + zone.replace("192.0.2.1", "127.0.0.1").replace("SECRET", SECRET);
    Path file = Files.writeString(folder.resolve("server.conf"), config);
    var arguments = new ArrayList<>(List.of(("/usr/sbin/" + command).split(" ")));
    arguments.add(file.toString());
    return Program.start(arguments.toArray(String[]::new));
  }

  /** The block of the documentation below this program's heading. */
  private String documented() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "dns.md"));
    int heading = docs.indexOf("### " + (this == KNOT ? "Knot" : name()));
    int start = docs.indexOf("\n", docs.indexOf("```", heading)) + 1;
    return docs.substring(start, docs.indexOf("```", start));
  }
}
