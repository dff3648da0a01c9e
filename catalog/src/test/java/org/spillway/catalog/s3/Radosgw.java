package org.spillway.catalog.s3;

import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.spillway.testing.FreePort;

/**
 * Debian's radosgw in front of the smallest Ceph there can be: a monitor and a store that keeps
 * everything in memory, all on ports of this machine and in a folder of their own.
 */
final class Radosgw implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Path configuration;
  private final Deque<Process> daemons = new ArrayDeque<>();
  private final AtomicInteger buckets = new AtomicInteger();
  private final URI endpoint;

  private Radosgw(Path folder) throws IOException {
    this.folder = folder;
    this.configuration = folder.resolve("ceph.conf");
    this.endpoint = URI.create("http://127.0.0.1:" + FreePort.find());
  }

  static Radosgw start(Path folder) throws IOException, InterruptedException {
    var radosgw = new Radosgw(folder);
    try {
      radosgw.startMonitor();
      radosgw.startStore();
      radosgw.startGateway();
      return radosgw;
    } catch (IOException | InterruptedException | AssertionError e) {
      radosgw.close();
      throw e;
    }
  }

  private void startMonitor() throws IOException, InterruptedException {
    String address = "v2:127.0.0.1:" + FreePort.find();
    String cluster = UUID.randomUUID().toString();
    Files.writeString(configuration, configuration(cluster, address));
    Files.createDirectories(folder.resolve("mon"));
    Files.createDirectories(folder.resolve("osd"));
    String keys = folder.resolve("keyring").toString();
    String map = folder.resolve("monmap").toString();
    run(
        "ceph-authtool",
        "--create-keyring",
        keys,
        "--gen-key",
        "-n",
        "mon.",
        "--cap",
        "mon",
        "allow *");
    run(
        "ceph-authtool",
        keys,
        "--gen-key",
        "-n",
        "client.admin",
        "--cap",
        "mon",
        "allow *",
        "--cap",
        "osd",
        "allow *");
    run("monmaptool", "--create", "--fsid", cluster, "--addv", "a", "[" + address + "]", map);
    run("ceph-mon", "--mkfs", "-i", "a", "--monmap", map, "--keyring", keys);
    daemon("ceph-mon", "-f", "-i", "a");
  }

  /**
   * Returns a configuration without authentication. With auth none, the gateway's default of a
   * secure mode would leave no mode.
   */
  private String configuration(String cluster, String monitor) {
    return """
        [global]
        fsid = %s
        mon host = %s
        public network = 127.0.0.0/8
        auth cluster required = none
        auth service required = none
        auth client required = none
        ms mon client mode = crc
        run dir = %3$s
        admin socket = %3$s/$name.asok
        pid file = %3$s/$name.pid
        keyring = %3$s/keyring
        log file =
        log to stderr = false
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 1
        osd pool default pgp num = 1
        osd pool default pg autoscale mode = off
        osd crush chooseleaf type = 0
        mon allow pool size one = true
        mon data avail crit = 0
        mon max pg per osd = 10000
        [mon.a]
        mon data = %3$s/mon
        [osd]
        osd data = %3$s/osd
        osd objectstore = memstore
        memstore device bytes = 1073741824
        """
        .formatted(cluster, monitor, folder);
  }

  private void startStore() throws IOException, InterruptedException {
    String id = UUID.randomUUID().toString();
    run("ceph", "--connect-timeout", "60", "osd", "new", id, "0");
    run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", id);
    daemon("ceph-osd", "-f", "-i", "0");
  }

  private void startGateway() throws IOException, InterruptedException {
    run(
        "radosgw-admin",
        "--name",
        "client.admin",
        "user",
        "create",
        "--uid=test",
        "--display-name=test",
        "--access-key=" + S3Store.ACCESS_KEY,
        "--secret=" + S3Store.SECRET_KEY);
    daemon(
        "radosgw",
        "-f",
        "--name",
        "client.admin",
        "--rgw-data",
        folder.toString(),
        "--rgw-frontends",
        "beast endpoint=127.0.0.1:" + endpoint.getPort());
    awaitAnswer();
  }

  private void run(String... command) throws IOException, InterruptedException {
    var process = begin(folder.resolve("run.log"), command);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw failure(folder.resolve("run.log"), command);
    }
  }

  private void daemon(String... command) throws IOException {
    daemons.push(begin(folder.resolve(command[0] + ".log"), command));
  }

  private Process begin(Path log, String... command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.command().addAll(1, List.of("-c", configuration.toString()));
    if (command[0].equals("ceph-authtool") || command[0].equals("monmaptool")) {
      builder.command(command);
    }
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static AssertionError failure(Path log, String... command) throws IOException {
    return new AssertionError(String.join(" ", command) + ": " + Files.readString(log));
  }

  private void awaitAnswer() throws IOException {
    var client = HttpClient.newHttpClient();
    var request = HttpRequest.newBuilder(endpoint).build();
    try {
      await("radosgw's answer")
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> client.send(request, HttpResponse.BodyHandlers.discarding()) != null);
    } catch (ConditionTimeoutException e) {
      throw failure(folder.resolve("radosgw.log"), "radosgw");
    }
  }

  /** Bucket names of Ceph's have three letters or more. */
  S3Store newBucket() {
    return new S3Store(endpoint, "bucket-" + buckets.incrementAndGet());
  }

  /** The last that was started goes first. Nothing of it is worth a farewell. */
  @Override
  public void close() {
    for (Process daemon : daemons) {
      daemon.destroyForcibly().onExit().join();
    }
  }
}
