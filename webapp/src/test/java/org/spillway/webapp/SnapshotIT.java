package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;
import org.spillway.torrent.fallback.RequestHash;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.HttpSettings;
import org.spillway.webapp.config.SiteConfig;
import org.spillway.webapp.http.JettyServer;

/** What backups, operators and writers do to files while they are downloaded. */
class SnapshotIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String PATH = "/pub/image.bin";
  private static final byte[] CONTENT = TestSite.bytes(1, 40_000_000);

  @TempDir private Path folder;

  private TestSite site;
  private Path file;
  private Server server;
  private int port;
  private String url;

  @BeforeEach
  void start() throws Exception {
    site = TestSite.withoutBig(folder);
    file = site.offer(PATH, CONTENT);
    var jetty = JettyServer.bind(HttpSettings.DEFAULT.withHost("127.0.0.1").withPort(0));
    port = jetty.port();
    url = "http://127.0.0.1:" + port + PATH;
    var values =
        site.values()
            .set(SiteConfig.PUBLIC_URL, "http://127.0.0.1:" + port)
            .set(CatalogConfig.RECHECK, "200ms");
    server = Server.start(Config.of(values), jetty);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** What the world sees of the file. */
  private record Seen(String etag, String lastModified, Metainfo torrent, String dns) {}

  /** Waits for the torrent, if it is not there yet. */
  private Seen look() throws Exception {
    var torrent = TestSite.torrent(url);
    var head = TestSite.head(url);
    return new Seen(
        head.headers().firstValue("ETag").orElse(""),
        head.headers().firstValue("Last-Modified").orElse(""),
        torrent,
        dns());
  }

  private String dns() throws Exception {
    String name = RequestHash.ofTarget(PATH).nameUnder("127.0.0.1");
    String dnsPort = String.valueOf(server.ports().dns().orElseThrow());
    return Program.run(MOST, "dig", "@127.0.0.1", "-p", dnsPort, "+short", "+tcp", name, "TXT");
  }

  private static String[] shell(String script) {
    return new String[] {"sh", "-ec", script};
  }

  private void doToTheFile(String script) throws Exception {
    Program.run(
        MOST, shell("cd " + folder + "; f=content" + PATH + "; n=$(ls | wc -l); " + script));
  }

  /** A download that waits in the middle. */
  private final class Download implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    private final InputStream in = socket.getInputStream();

    Download() throws IOException {
      socket.setReceiveBufferSize(64 * 1024);
      socket.setSoTimeout((int) MOST.toMillis());
      String request = "GET " + PATH + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      assertThat(head.toString()).startsWith("HTTP/1.1 200 ");
    }

    byte[] rest() {
      var all = new ByteArrayOutputStream();
      try {
        in.transferTo(all);
      } catch (IOException e) {
        // Cut off: the test sees how far it came.
      }
      return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void bytesThatStay_nothingChanges() throws Exception {
    var before = look();
    assertThat(before.dns()).startsWith("\"");
    for (String script :
        List.of(
            "ln $f link$n",
            "cp -al content snapshot$n",
            "chmod g+w $f",
            "setfacl -m u:nobody:r $f",
            "rm -r snapshot* link*")) {
      try (var download = new Download()) {
        doToTheFile(script);
        assertThat(look()).as(script).isEqualTo(before);
        assertThat(Sha256.digest(download.rest())).as(script).isEqualTo(Sha256.digest(CONTENT));
      }
    }
  }

  @Test
  void touch_onlyTheTimeChanges() throws Exception {
    var before = look();
    try (var download = new Download()) {
      doToTheFile("touch -d 2001-01-01T00:00:00Z $f");
      assertThat(dns()).isEqualTo(before.dns());
      var after = look();
      assertThat(after.torrent()).isEqualTo(before.torrent());
      assertThat(after.dns()).isEqualTo(before.dns());
      assertThat(after.lastModified()).isEqualTo("Mon, 01 Jan 2001 00:00:00 GMT");
      assertThat(Sha256.digest(download.rest())).isEqualTo(Sha256.digest(CONTENT));
    }
    assertThat(TestSite.head(url).headers().firstValue("ETag")).contains(before.etag());
  }

  /** Not even when its time says that it is the old one. */
  @Test
  void otherByteUnderTheOldTime_isNeverSentAsTheOldFile() throws Exception {
    var before = look();
    int at = CONTENT.length - 1;
    try (var download = new Download()) {
      var time = Files.getLastModifiedTime(file);
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) ~CONTENT[at]}), at);
      }
      Files.setLastModifiedTime(file, time);
      byte[] got = download.rest();
      assertThat(got.length).isLessThan(CONTENT.length);
      assertThat(got).isEqualTo(Arrays.copyOf(CONTENT, got.length));
    }
    await("another torrent").atMost(MOST).until(() -> !look().torrent().equals(before.torrent()));
    var now = TestSite.get(url);
    assertThat(now.headers().firstValue("ETag").orElse("")).isNotEqualTo(before.etag());
    assertThat(now.body()[at]).isEqualTo((byte) ~CONTENT[at]);
    assertThat(dns()).isNotEqualTo(before.dns());
  }

  @Test
  void file_thatGrowsAllTheTime() throws Exception {
    var over = new AtomicBoolean();
    var log = site.offer("/pub/growing.log", TestSite.bytes(2, 3_000_000));
    byte[] begin = Files.readAllBytes(log);
    String logUrl = "http://127.0.0.1:" + port + "/pub/growing.log";
    var writer = CompletableFuture.runAsync(() -> append(log, over));
    try {
      for (int i = 0; i < 30; i++) {
        var answer = TestSite.get(logUrl);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSizeGreaterThanOrEqualTo(begin.length).startsWith(begin);
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
        assertThat(answer.headers().firstValue("Link")).isEmpty();
      }
    } finally {
      over.set(true);
    }
    writer.get(1, TimeUnit.MINUTES);
    assertThat(TestSite.torrent(logUrl).info().length()).isEqualTo(Files.size(log));
    assertThat(TestSite.head(logUrl).headers().firstValue("ETag")).isPresent();
  }

  private static void append(Path log, AtomicBoolean over) {
    while (!over.get()) {
      try {
        Files.write(log, new byte[100], StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
