package org.spillway.webapp.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.OutputFile;
import org.spillway.testing.Program;
import org.spillway.torrent.Sha256;
import org.spillway.webapp.download.ExitCode;

/** Where {@code spillway get} writes to, from a server of plain files. */
class GetOutputIT {
  private static final Duration MOST = Duration.ofSeconds(90);
  private static final String TEXT = "the content of /%s\n";

  @TempDir Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::send);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void send(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      String name = exchange.getRequestURI().getPath().substring(1);
      byte[] body = content(name).getBytes(UTF_8);
      exchange.sendResponseHeaders(name.equals("missing") ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String content(String name) {
    return TEXT.formatted(name);
  }

  private String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  private int get(Object... arguments) {
    List<String> texts = new ArrayList<>(List.of("get"));
    List.of(arguments).forEach(argument -> texts.add(argument.toString()));
    return Main.commandLine().setErr(new PrintWriter(err)).execute(texts.toArray(String[]::new));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Test
  void get_severalUrlsAndAList_intoAFolder() throws Exception {
    Path list = file("list");
    Files.writeString(list, "# more\n" + url("c") + "\n\n" + url("missing") + "\n" + url("d"));
    Path target = file("new/folder");
    assertThat(get("-d", target, "-i", list, "-j2", url("a"), url("b")))
        .isEqualTo(ExitCode.REFUSED.code());
    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(target.resolve(name)).hasContent(content(name));
    }
    assertThat(target.resolve("missing")).doesNotExist();
    assertThat(err.toString()).isEqualTo("spillway: 1 of 5 downloads failed\n");
  }

  @Test
  void get_listThatIsMissing() {
    assertThat(get("-i", file("none"))).isEqualTo(ExitCode.FILE.code());
    assertThat(err.toString())
        .isEqualTo("spillway: " + file("none") + ": no such file or folder\n");
  }

  @Test
  void get_outputWithASlash_isAFolder() {
    assertThat(get("-o", file("made") + "/", url("a"))).isZero();
    assertThat(file("made/a")).hasContent(content("a"));
  }

  @Test
  void get_checksum() throws Exception {
    String right = Sha256.digest(content("a").getBytes(UTF_8)).toString();
    assertThat(get("-d", folder, "--checksum=sha256:" + right, url("a"))).isZero();
    assertThat(file("a")).hasContent(content("a"));
    int before = requests.get();
    assertThat(get("-o", file("a"), "--checksum=sha256=" + right, url("a"))).isZero();
    assertThat(requests).as("the file is there").hasValue(before);
    assertThat(get("-o", file("b"), "--checksum=sha256=" + right, url("b")))
        .isEqualTo(ExitCode.CORRUPT.code());
    assertThat(file("b")).doesNotExist();
    Files.writeString(file("a"), "precious");
    assertThat(get("-o", file("a"), "--checksum=sha256=" + right, url("a")))
        .isEqualTo(ExitCode.FILE.code());
    assertThat(file("a")).hasContent("precious");
    assertThat(get("--force", "-o", file("a"), "--checksum=sha256=" + right, url("a"))).isZero();
    assertThat(file("a")).hasContent(content("a"));
    assertThat(folder).isDirectoryNotContaining("glob:**.spillway-*");
  }

  @Test
  void get_metalink_takesTheNextUrl_andTheName() throws Exception {
    String hash = Sha256.digest(content("a").getBytes(UTF_8)).toString();
    Path metalink = file("files.meta4");
    Files.writeString(
        metalink,
        ("<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='named'>"
                + "<hash type='sha-256'>%s</hash><url priority='1'>%s</url><url priority='2'>%s</url>"
                + "</file></metalink>")
            .formatted(hash, url("missing"), url("a")));
    assertThat(get("-d", folder, metalink)).isZero();
    assertThat(file("named")).hasContent(content("a"));
  }

  @Test
  void get_deviceAndFifo_areWrittenInto() throws Exception {
    assertThat(get("-o", "/dev/null", url("a"))).isZero();
    assertThat(OutputFile.isStream(Path.of("/dev/null"))).isTrue();
    Path fifo = file("fifo");
    Program.run(0, MOST, Map.of(), List.of("mkfifo", fifo.toString()));
    try (var reader = Program.start("cat", fifo.toString())) {
      assertThat(get("-o", fifo, url("a"))).isZero();
      assertThat(reader.awaitEnd(MOST)).isZero();
      assertThat(reader.output()).isEqualTo(content("a"));
    }
    assertThat(OutputFile.isStream(fifo)).isTrue();
  }

  @Test
  void get_standardOutput_hasTheFileOnly() throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 2>\"$0\""));
    command.add(file("errors").toString());
    command.addAll(Program.javaCommand(Main.class.getName(), "get", "-o", "-", url("a")));
    assertThat(Program.run(0, MOST, Map.of(), command)).isEqualTo(content("a"));
    assertThat(file("errors")).content().contains("found: plain file over HTTP", "done: -, ");
  }
}
