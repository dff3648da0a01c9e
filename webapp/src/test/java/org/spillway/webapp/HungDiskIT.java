package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.peer.Handshake;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Config;

/** A server one of whose disks stops to answer: a file system of FUSE whose process is stopped. */
class HungDiskIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** Longer than any answer may take, shorter than it would take to wait for the disk. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private static final String NEAR = "/near.bin";
  private static final String FAR = "/far/file.bin";
  private static final int REQUESTS = 300;

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestSite site;
  private Program disk;
  private Server server;
  private InfoHash near;
  private InfoHash far;

  @BeforeEach
  void mount() throws Exception {
    site = TestSite.withoutBig(folder);
    Path point = Files.createDirectories(site.file("/far"));
    Path behind = Files.createDirectory(folder.resolve("behind"));
    Files.write(behind.resolve("file.bin"), TestSite.bytes(5, 300_000));
    Files.write(behind.resolve("other.bin"), TestSite.bytes(6, 300_000));
    disk = Program.start("bindfs", "-f", behind.toString(), point.toString());
    disk.await("the mount", MOST, () -> Files.exists(point.resolve("file.bin")));
    site.offer(NEAR, TestSite.bytes(7, 300_000));
    var config = Config.of(site.values().set(CatalogConfig.RECHECK, "1s"));
    server = Server.start(config, Server.bindHttp(config));
    near = TestSite.torrent(url(NEAR)).info().swarmHash();
    far = TestSite.torrent(url(FAR)).info().swarmHash();
    assertThat(get(FAR).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void unmount() throws Exception {
    signal("CONT");
    server.close();
    Program.run(MOST, "umount", "--lazy", site.file("/far").toString());
    disk.close();
  }

  private void signal(String name) throws Exception {
    Program.run(MOST, "kill", "-" + name, Long.toString(disk.pid()));
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.ports().http().orElseThrow(), path);
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(url(path))).timeout(ANSWER).build();
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(request(path), BodyHandlers.ofByteArray());
  }

  private static boolean isOffered(int port, InfoHash infoHash) throws IOException {
    try (var peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      peer.setSoTimeout((int) ANSWER.toMillis());
      var id = PeerId.of("-XX0001-abcdefghijkl".getBytes(UTF_8));
      var bytes = ByteBuffer.allocate(Handshake.LENGTH);
      new Handshake(0, infoHash, id).writeTo(bytes);
      peer.getOutputStream().write(bytes.array());
      return peer.getInputStream().read() >= 0;
    }
  }

  @Test
  void diskHangs_itsFilesAreUnavailable_allElseGoesOn() throws Exception {
    signal("STOP");
    List<CompletableFuture<HttpResponse<byte[]>>> stuck = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      String path = i % 3 == 0 ? FAR : "/far/" + i;
      stuck.add(client.sendAsync(request(path), BodyHandlers.ofByteArray()));
    }
    for (int i = 0; i < 6; i++) {
      assertThat(isOffered(server.ports().seeder().orElseThrow(), near)).isTrue();
      assertThat(get(NEAR).statusCode()).isEqualTo(200);
      assertThat(get("/announce").statusCode()).isEqualTo(200);
      isOffered(server.ports().seeder().orElseThrow(), far);
    }
    assertThat(new String(get("/").body(), UTF_8)).contains("near.bin", "far/");
    for (var response : stuck) {
      var answer = response.get();
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    signal("CONT");
    await("the file").until(() -> get(FAR).statusCode() == 200);
    assertThat(TestSite.torrent(url(FAR)).info().swarmHash()).isEqualTo(far);
    await("the peers").until(() -> isOffered(server.ports().seeder().orElseThrow(), far));
  }

  @Test
  void diskHangs_newFilesOnOthersAreFound() throws Exception {
    signal("STOP");
    site.offer("/new.bin", TestSite.bytes(9, 300_000));
    await("the new file's torrent")
        .atMost(MOST)
        .until(() -> get("/new.bin?torrent").statusCode() == 200);
    var hash = TestSite.torrent(url("/new.bin")).info().swarmHash();
    assertThat(isOffered(server.ports().seeder().orElseThrow(), hash)).isTrue();
    assertThat(get("/far/other.bin").statusCode()).isEqualTo(503);
  }
}
