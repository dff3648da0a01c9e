package org.spillway.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** BIND or Knot as the primary of one zone, which takes updates signed with a key. */
final class TestPrimary implements AutoCloseable {
  static final String KEY = "spillway:hmac-sha256:c3BpbGx3YXkgc2lnbnMgaXRzIHVwZGF0ZXM=";
  private static final String SECRET = KEY.substring(KEY.lastIndexOf(':') + 1);

  enum Software {
    BIND,
    KNOT
  }

  private final Software software;
  private final Path folder;
  private final String zone;
  private final int port = Tool.freePort();
  private Tool server;

  /**
   * @param zone without a final dot
   * @param transfer whether the key is good for AXFR as well
   */
  TestPrimary(Software software, Path folder, String zone, boolean transfer) throws IOException {
    this.software = software;
    this.folder = folder;
    this.zone = zone;
    Files.writeString(
        folder.resolve("server.conf"), software == Software.BIND ? bind(transfer) : knot(transfer));
    writeZone("");
    this.server = run();
  }

  /** As docs/dns.md says it. */
  private String bind(boolean transfer) {
    return """
        key "spillway" { algorithm hmac-sha256; secret "%s"; };
        options {
          directory "%s";
          listen-on port %d { 127.0.0.1; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          recursion no;
          dnssec-validation no;
          notify no;
        };
        controls { };
        zone "%s" {
          type primary;
          file "zone";
          update-policy { grant spillway subdomain %s. TXT; };
          allow-transfer { %s; };
        };
        """
        .formatted(SECRET, folder, port, zone, zone, transfer ? "key spillway" : "none");
  }

  private String knot(boolean transfer) {
    return """
        server:
            rundir: "%s"
            listen: "127.0.0.1@%d"
        database:
            storage: "%s/db"
        key:
          - id: spillway
            algorithm: hmac-sha256
            secret: "%s"
        acl:
          - id: spillway
            key: spillway
            action: [%s]
        zone:
          - domain: "%s"
            storage: "%s"
            file: zone
            acl: spillway
        """
        .formatted(
            folder, port, folder, SECRET, transfer ? "transfer, update" : "update", zone, folder);
  }

  /** What the zone holds at the next start, beside its apex. */
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

  private Tool run() throws IOException {
    String config = folder.resolve("server.conf").toString();
    return software == Software.BIND
        ? Tool.start(folder.resolve("log"), "/usr/sbin/named", "-g", "-n", "1", "-c", config)
        : Tool.start(folder.resolve("log"), "/usr/sbin/knotd", "-c", config);
  }

  int port() {
    return port;
  }

  /** What it answers over TCP. */
  Message ask(String name) throws IOException {
    return DnsClient.tcp(port, TestQueries.query(name, Type.TXT));
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
