package org.spillway.webapp.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;
import org.spillway.webapp.TestSite;
import org.spillway.webapp.download.ExitCode;

/** {@code spillway get --recursive} from Spillway, from nginx, and from servers that lie. */
class GetRecursiveIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private Path target;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void createTarget() throws Exception {
    target = Files.createDirectory(folder.resolve("target"));
  }

  private int get(String... arguments) {
    List<String> texts = new ArrayList<>(List.of("get", "-q", "-r", "--no-dns", "--retry=0"));
    texts.addAll(List.of("-d", target.toString()));
    texts.addAll(List.of(arguments));
    return Main.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(texts.toArray(String[]::new));
  }

  /** Returns the content of all files below a folder by their paths. */
  private static Map<String, String> contents(Path root) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }

  private static void fill(Path root) throws Exception {
    Files.createDirectories(root.resolve("sub folder/deep"));
    for (String name : List.of("a.txt", "sub folder/b ü.txt", "sub folder/deep/100%.txt")) {
      Files.writeString(root.resolve(name), "content of " + name);
    }
  }

  @Test
  void get_fromSpillway_allFilesAndNothingAbove() throws Exception {
    var site = new TestSite(folder.resolve("site"));
    Path tree = site.content().resolve("tree");
    fill(tree);
    for (int i = 0; i < 270; i++) {
      Files.writeString(tree.resolve("n" + i), "n");
    }
    List<String> arguments = new ArrayList<>(List.of(Main.class.getName(), "serve"));
    arguments.addAll(site.options(Map.of()));
    try (var serve = Program.java(Map.of(), arguments.toArray(String[]::new))) {
      String output = serve.awaitOutput(MOST, text -> text.contains("\"started\""));
      String port = output.replaceFirst("(?s).*\"http\":(\\d+).*", "$1");
      assertThat(get("-j", "20", "http://127.0.0.1:" + port + "/tree")).as("%s", err).isZero();
    }
    assertThat(contents(target.resolve("tree"))).isEqualTo(contents(tree));
    assertThat(target).isDirectoryContaining("glob:**/tree").isDirectoryNotContaining("glob:**.*");
  }

  @Test
  void get_fromNginx() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    fill(root.resolve("pub"));
    int port = FreePort.find();
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;
          uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
          server { listen 127.0.0.1:%2$d; root %3$s; autoindex on; autoindex_format json; }
        }
        """
            .formatted(folder, port, root));
    try (var nginx = Program.start("nginx", "-p", folder + "", "-c", configuration + "")) {
      nginx.awaitPort(MOST, port);
      assertThat(get("http://127.0.0.1:" + port + "/pub/")).as("%s", err).isZero();
      assertThat(nginx.output()).isEmpty();
    }
    assertThat(contents(target.resolve("pub"))).isEqualTo(contents(root.resolve("pub")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "{}",
        "[{\"name\":\"..\",\"type\":\"directory\"}]",
        "[{\"name\":\"a/../../b\",\"type\":\"file\"}]",
        "[{\"name\":\"\",\"type\":\"file\"}]",
        "[{\"name\":\"a\",\"type\":\"link\"}]",
        "[{\"name\":\"a\",\"type\":\"directory\"}]",
        "{\"entries\":[{\"name\":\"a\",\"type\":\"file\"}],\"next\":\"?after=a\"}",
        "{\"entries\":[],\"next\":\"?after=a\"}",
      })
  void get_fromLiars_endsAndWritesNothing(String listing) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = listing.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/pub/";
      assertThat(get(url)).isEqualTo(ExitCode.PROTOCOL.code());
      assertThat(err.toString()).startsWith("spillway: " + url);
      assertThat(target).isEmptyDirectory();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void get_wrongArguments() {
    assertThat(get("magnet:?xt=urn:btih:" + "0".repeat(40))).isEqualTo(Main.USAGE);
    assertThat(get("--checksum=sha256:" + "0".repeat(64), "http://127.0.0.1/"))
        .isEqualTo(Main.USAGE);
  }
}
