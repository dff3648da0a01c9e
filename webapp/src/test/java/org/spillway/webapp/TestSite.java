package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.spillway.catalog.SeedVersion;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.Sha256;
import org.spillway.webapp.config.CatalogConfig;
import org.spillway.webapp.config.DnsConfig;
import org.spillway.webapp.config.HttpConfig;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.SeederConfig;
import org.spillway.webapp.config.TrackerConfig;
import org.spillway.webapp.config.Values;

/** Content to offer in a folder of a test, and how a test asks for it. */
public final class TestSite {
  /** A real file, which every JDK carries. */
  public static final String BIG = "/pub/jdk-modules";

  static final String SMALL = "/pub/read me, 100%.txt";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;

  private TestSite(Path folder, boolean big) throws IOException {
    this.folder = folder;
    Files.createDirectories(content().resolve("pub"));
    Files.setPosixFilePermissions(
        content().resolve("pub"), PosixFilePermissions.fromString("rwxr-xr-x"));
    if (big) {
      Path modules = Path.of(System.getProperty("java.home"), "lib", "modules");
      offer(Files.copy(modules, file(BIG)));
    }
    offer(Files.writeString(file(SMALL), "A small text, which is a torrent, too.\n"));
  }

  public TestSite(Path folder) throws IOException {
    this(folder, true);
  }

  /** Makes a site without the big file, which takes a moment to copy and to hash. */
  public static TestSite withoutBig(Path folder) throws IOException {
    return new TestSite(folder, false);
  }

  private static void offer(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Offers another file, or the same with other content: replaced, not written to. */
  public Path offer(String path, byte[] content) throws IOException {
    Path written = Files.write(folder.resolve("written"), content);
    offer(written);
    return Files.move(
        written, file(path), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The same bytes for the same seed, which no compression makes smaller. */
  public static byte[] bytes(int seed, int length) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public Path content() {
    return folder.resolve("content");
  }

  public Path state() {
    return folder.resolve("state");
  }

  public Path file(String path) {
    return content().resolve(path.substring(1));
  }

  /** Everything on loopback with free ports. */
  public Values values() {
    var values = new Values();
    keys().forEach(values::set);
    return values;
  }

  /** Returns the values as options; the given keys are added, or replace those of the site. */
  public List<String> options(Map<Key<?>, String> more) {
    var keys = keys();
    keys.putAll(more);
    return keys.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
  }

  private Map<Key<?>, String> keys() {
    Map<Key<?>, String> keys = new LinkedHashMap<>();
    keys.put(CatalogConfig.CONTENT_ROOT, content().toString());
    keys.put(CatalogConfig.STATE_DIR, state().toString());
    keys.put(NegotiationConfig.WAIT, "60s");
    for (var host :
        List.of(HttpConfig.HOST, SeederConfig.HOST, TrackerConfig.HOST, DnsConfig.HOST)) {
      keys.put(host, "127.0.0.1");
    }
    for (var port :
        List.of(HttpConfig.PORT, SeederConfig.PORT, TrackerConfig.UDP_PORT, DnsConfig.PORT)) {
      keys.put(port, "0");
    }
    return keys;
  }

  public static HttpResponse<byte[]> get(String url, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public static HttpResponse<byte[]> head(String url) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).method("HEAD", BodyPublishers.noBody());
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  public static Metainfo torrent(String url) throws IOException, InterruptedException {
    var response = get(url + "?torrent");
    assertThat(response.statusCode()).isEqualTo(200);
    return Metainfo.parse(response.body());
  }

  /** Returns the URL at which the web seed has this version of a file. */
  public static String seed(String path, byte[] content) {
    return "/seed" + SeedVersion.of(Sha256.digest(content)).path(path);
  }

  public static Sha256 sha256(Path file) throws IOException {
    return Sha256.digest(Files.readAllBytes(file));
  }
}
