package org.spillway.webapp.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.DownloadException;
import org.spillway.testing.Program;
import org.spillway.torrent.FileHasher;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeList;
import org.spillway.webapp.download.ExitCode;

/** {@code spillway get X.torrent}, whose two files lie on a web seed. */
class GetTorrentIT {
  private static final Duration MOST = Duration.ofSeconds(90);
  private static final byte[] B = "content of b".getBytes(UTF_8);
  private static final byte[] UE = {1, 2};
  private static final Map<String, byte[]> FILES = Map.of("/album/a/b.txt", B, "/album/ü.txt", UE);

  @TempDir Path folder;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", GetTorrentIT::send);
    server.start();
    Files.write(folder.resolve("x.torrent"), torrent());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] file = FILES.get(exchange.getRequestURI().getPath());
      exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
      exchange.getResponseBody().write(file == null ? new byte[0] : file);
    }
  }

  private byte[] torrent() {
    var hasher = new FileHasher(TorrentFormat.V1, 16 * 1024);
    hasher.update(B, 0, B.length);
    hasher.update(UE, 0, UE.length);
    var info =
        BencodeDictionary.builder()
            .put("name", "album")
            .put("piece length", 16 * 1024)
            .put("pieces", hasher.finish().v1Pieces())
            .put("files", BencodeList.of(file(B.length, "a", "b.txt"), file(UE.length, "ü.txt")))
            .build();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return BencodeDictionary.builder().put("info", info).put("url-list", url).build().encode();
  }

  private static BencodeDictionary file(long length, String... path) {
    return BencodeDictionary.builder()
        .put("length", length)
        .put("path", BencodeList.ofTexts(List.of(path)))
        .build();
  }

  /** Runs the program in the folder, and returns what it says. */
  private String get(int exit, String locale, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\""));
    command.add(folder.toString());
    command.addAll(Program.javaCommand(Main.class.getName(), "get", "--no-peers"));
    command.addAll(List.of(arguments));
    return Program.run(exit, MOST, Map.of("LC_ALL", locale), command);
  }

  @Test
  void get_folderIsNamedByTheTorrent_andThereAlready() throws Exception {
    get(0, "C.UTF-8", "x.torrent");
    assertThat(folder.resolve("album/a/b.txt")).hasContent("content of b");
    assertThat(folder.resolve("album/ü.txt")).hasBinaryContent(UE);
    assertThat(folder.resolve("album.part")).doesNotExist();
    stop();
    get(0, "C.UTF-8", "x.torrent");
    get(0, "C.UTF-8", "x.torrent", "-o", "album");
    assertThat(folder.resolve("album/album")).doesNotExist();
  }

  @Test
  void get_output() throws Exception {
    get(0, "C.UTF-8", "-o", "mine", "x.torrent");
    assertThat(folder.resolve("mine/a/b.txt")).hasContent("content of b");
  }

  @Test
  void get_anotherFolder() throws Exception {
    Files.createDirectory(folder.resolve("album"));
    assertThat(get(ExitCode.of(DownloadException.Reason.FILE).code(), "C.UTF-8", "x.torrent"))
        .contains("spillway: album: another file exists there; replace it with --overwrite");
  }

  /** The characters that the system's encoding lacks are replaced. */
  @Test
  void get_localeWithoutUmlauts() throws Exception {
    assertThat(get(0, "C", "x.torrent")).contains("saved under other names");
    assertThat(folder.resolve("album/_.txt")).hasBinaryContent(UE);
  }

  @Test
  void get_malformed() throws Exception {
    Files.writeString(folder.resolve("y.torrent"), "<html>");
    assertThat(get(ExitCode.of(DownloadException.Reason.PROTOCOL).code(), "C.UTF-8", "y.torrent"))
        .contains("spillway: y.torrent: byte 0: ");
  }
}
