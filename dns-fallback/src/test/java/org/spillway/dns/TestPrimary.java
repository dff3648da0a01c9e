package org.spillway.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** BIND or Knot as the primary of one zone, with what docs/dns.md says to put into their files. */
final class TestPrimary implements AutoCloseable {
  static final String KEY = "spillway:hmac-sha256:c3BpbGx3YXkgc2lnbnMgaXRzIHVwZGF0ZXM=";
  private static final String SECRET = KEY.substring(KEY.lastIndexOf(':') + 1);

  private static final String DOCUMENTED_ZONE = "_torrent.dl.example.org";

  enum Software {
    BIND(
        """
        options {
          directory "FOLDER";
          listen-on port PORT { 127.0.0.1; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          recursion no;
          dnssec-validation no;
          notify no;
        };
        controls { };
        """),
    KNOT(
        """
        server:
            rundir: "FOLDER"
            listen: "127.0.0.1@PORT"
        database:
            storage: "FOLDER"
        template:
          - id: default
            storage: "FOLDER"
        """);

    private final String server;

    Software(String server) {
      this.server = server;
    }
  }

  private final Software software;
  private final Path folder;
  private final String zone;
  private final int port = FreePort.find();
  private Program server;

  /**
   * @param zone without a final dot
   * @param transfer whether the key is good for AXFR as well
   */
  TestPrimary(Software software, Path folder, String zone, boolean transfer) throws IOException {
    this.software = software;
    this.folder = folder;
    this.zone = zone;
    Files.writeString(folder.resolve("server.conf"), config(transfer));
    writeZone("");
    this.server = run();
  }

  private String config(boolean transfer) throws IOException {
    String words =
        documented()
            .replace("SECRET", SECRET)
            .replace("\"" + DOCUMENTED_ZONE + "\" {", "\"" + zone + "\" {")
            .replace("domain: " + DOCUMENTED_ZONE, "domain: " + zone)
            .replace(DOCUMENTED_ZONE + ".db", "zone")
            .replace(DOCUMENTED_ZONE + ".zone", "zone");
    return software.server.replace("FOLDER", folder.toString()).replace("PORT", "" + port)
        + (transfer
            ? words
            : words.replace("{ key spillway; }", "{ none; }").replace(", spillway-transfer]", "]"));
  }

  /** The block of the documentation below this program's heading. */
  private String documented() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "dns.md"));
    int section = docs.indexOf("## Into an existing primary");
    int heading = docs.indexOf("### " + (software == Software.KNOT ? "Knot" : "BIND"), section);
    int start = docs.indexOf("\n", docs.indexOf("```", heading)) + 1;
    return docs.substring(start, docs.indexOf("```", start));
  }

  /** Sets what the zone holds at the next start, beside its apex. */
  void writeZone(String records) throws IOException {
    Files.writeString(
        folder.resolve("zone"),
        """
        $TTL 3600
        @ IN SOA ns.example.net. hostmaster.example.net. 1 3600 600 864000 60
        @ IN NS ns.example.net.
        %s
        """
            .formatted(records));
  }

  private Program run() throws IOException {
    String config = folder.resolve("server.conf").toString();
    return software == Software.BIND
        ? Program.start("/usr/sbin/named", "-g", "-n", "1", "-c", config)
        : Program.start("/usr/sbin/knotd", "-c", config);
  }

  int port() {
    return port;
  }

  /** Returns its answer over TCP. */
  Message ask(String name) throws IOException {
    return DnsClient.tcp(port, TestQueries.query(name, Type.TXT));
  }

  /** Makes a change with nsupdate, as somebody else would. */
  void update(String change) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("nsupdate"),
            "server 127.0.0.1 %d%nzone %s%nupdate %s%nsend%n".formatted(port, zone, change));
    String key = KEY.substring(KEY.indexOf(':') + 1, KEY.lastIndexOf(':')) + ":spillway:" + SECRET;
    Program.run(0, "/usr/bin/nsupdate", "-y", key, script.toString());
  }

  /** Waits until it answers for its zone. */
  void awaitUp() throws Exception {
    await("an answer", () -> ask(zone + ".").getRcode() == Rcode.NOERROR);
  }

  void await(String what, Check check) throws Exception {
    server.await(what, Duration.ofSeconds(60), () -> isMet(check));
  }

  /** It may not listen yet. */
  private static boolean isMet(Check check) {
    try {
      return check.isMet();
    } catch (IOException e) {
      return false;
    }
  }

  interface Check {
    boolean isMet() throws IOException;
  }

  String log() throws IOException {
    return server.output();
  }

  /** SIGKILL. */
  void kill() {
    server.close();
  }

  void restart() throws IOException {
    server = run();
  }

  /** Back to how it was before the first update, as if restored from a backup of that day. */
  void loseAll() throws IOException {
    List<Path> kept = List.of(folder.resolve("server.conf"), folder.resolve("log"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!kept.contains(file)) {
          Files.delete(file);
        }
      }
    }
    writeZone("");
  }

  @Override
  public void close() {
    server.close();
  }
}
