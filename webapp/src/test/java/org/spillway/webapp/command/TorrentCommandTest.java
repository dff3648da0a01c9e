package org.spillway.webapp.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.client.OutputFile;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;

/** {@code spillway torrent}, {@code show} and {@code verify}. */
class TorrentCommandTest {
  private static final int LENGTH = 300_000;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final byte[] bytes = new byte[LENGTH];
  private Path source;
  private Path torrent;

  @BeforeEach
  void write() throws Exception {
    new Random(1).nextBytes(bytes);
    source = Files.write(folder.resolve("src.bin"), bytes);
    torrent = folder.resolve("src.torrent");
  }

  private int run(Object... arguments) {
    var texts = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(texts);
  }

  private Metainfo made() throws Exception {
    return Metainfo.parse(Files.readAllBytes(torrent));
  }

  @Test
  void torrent_ontoItsOwnContent_isRefused() throws Exception {
    Files.createSymbolicLink(folder.resolve("soft"), source);
    Files.createLink(folder.resolve("hard"), source);
    for (String name : List.of("src.bin", "soft", "hard", "./src.bin")) {
      assertThat(run("torrent", "--force", "-o", folder.resolve(name), source)).isEqualTo(1);
      assertThat(source).hasBinaryContent(bytes);
    }
    assertThat(err.toString()).contains("is the content of the torrent itself");
  }

  @Test
  void torrent_overAnotherFile_onlyByForce() throws Exception {
    Files.writeString(torrent, "precious");
    assertThat(run("torrent", "-o", torrent, source)).isEqualTo(1);
    assertThat(torrent).hasContent("precious");
    assertThat(err.toString())
        .isEqualTo(
            "spillway: %s: a file exists there; replace it with --force, or choose another --output%n"
                .formatted(torrent));
    assertThat(run("torrent", "--force", "-o", torrent, source)).isZero();
    assertThat(made().info().name()).isEqualTo("src.bin");
  }

  @Test
  void torrent_intoADevice() {
    assertThat(run("torrent", "-o", "/dev/null", source)).isZero();
    assertThat(OutputFile.isStream(Path.of("/dev/null"))).isTrue();
  }

  @Test
  void torrent_options() throws Exception {
    int exit =
        run(
            "torrent",
            "--format=hybrid",
            "--tracker=http://a/announce,http://b/announce",
            "--tracker=udp://c:1",
            "--web-seed=http://w/1",
            "--web-seed=http://w/2",
            "--piece-length=64K",
            "--private",
            "--threads=3",
            "-o",
            torrent,
            source);
    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(made().info().format()).isEqualTo(TorrentFormat.HYBRID);
    assertThat(made().info().pieceLength()).isEqualTo(64 * 1024);
    assertThat(made().info().isPrivate()).isTrue();
    assertThat(made().urls().announceTiers())
        .containsExactly(List.of("http://a/announce", "http://b/announce"), List.of("udp://c:1"));
    assertThat(made().urls().webSeeds()).containsExactly("http://w/1", "http://w/2");
    assertThat(
            run("torrent", "--piece-length=60K", "--format=v2", "--force", "-o", torrent, source))
        .isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains("a power of two from 16 KiB up with v2, was 61440");
  }

  @Test
  void torrent_folder_isVerified() throws Exception {
    Path album = Files.createDirectories(folder.resolve("album/a"));
    Files.write(album.resolve("one.bin"), bytes);
    Files.writeString(folder.resolve("album/two.txt"), "two");
    Files.createSymbolicLink(folder.resolve("album/link"), source);
    for (String format : List.of("v1", "hybrid", "v2")) {
      assertThat(
              run(
                  "torrent",
                  "--force",
                  "--format=" + format,
                  "-o",
                  torrent,
                  folder.resolve("album")))
          .isZero();
      assertThat(made().info().files()).hasSize(2);
      assertThat(run("verify", folder.resolve("album"), torrent)).isZero();
      assertThat(run("verify", folder, torrent)).isZero();
    }
    assertThat(err.toString()).contains("left out, because it is no regular file: link");
  }

  @Test
  void verify_damaged_namesThePieces() throws Exception {
    assertThat(run("torrent", "-o", torrent, "--piece-length=16K", source)).isZero();
    bytes[0] ^= 1;
    bytes[5 * 16384] ^= 1;
    bytes[6 * 16384] ^= 1;
    Files.write(source, bytes);
    assertThat(run("verify", source, torrent)).isEqualTo(6);
    assertThat(out.toString())
        .endsWith("%s: 3 of 19 pieces are missing or differ: 0, 5-6%n".formatted(source));
    Files.write(source, new byte[3]);
    assertThat(run("verify", "-q", source, torrent)).isEqualTo(6);
    assertThat(run("verify", folder.resolve("missing"), torrent)).isEqualTo(3);
    assertThat(err.toString()).contains("the torrent is of a file, which is not there");
  }

  @Test
  void verify_torrentThatIsMissing_isNoHost() {
    for (String name : List.of("none.torrent", "./none.torrent", "../none", "/none/a.torrent")) {
      assertThat(run("verify", source, name)).as(name).isEqualTo(3);
      assertThat(err.toString()).as(name).contains("spillway: " + name);
    }
    assertThat(err.toString()).doesNotContain("host");
  }

  @Test
  void show_wordsAndJson() throws Exception {
    assertThat(run("torrent", "-o", torrent, "--tracker=http://t/a\u001b]0;x\u0007", source))
        .isZero();
    out.getBuffer().setLength(0);
    assertThat(run("show", torrent)).isZero();
    assertThat(out.toString())
        .contains(
            "name         src.bin",
            "size         293.0 KiB (300000 bytes)",
            "pieces       19 of 16.0 KiB",
            "private      no",
            "tracker 1    http://t/a?]0;x?",
            "file         src.bin (300000 bytes)")
        .doesNotContain("\u001b", "infohash v2");
    assertThat(json(torrent.toString()).get("infohashV1").asText())
        .isEqualTo(made().info().infoHash().orElseThrow().toString());
    assertThat(json(torrent.toString()).get("files").get(0).get("length").asInt())
        .isEqualTo(LENGTH);
  }

  @Test
  void show_magnet() throws Exception {
    String hash = "0123456789abcdef0123456789abcdef01234567";
    var json = json("magnet:?xt=urn:btih:" + hash + "&dn=a%1b&tr=http://t/a");
    assertThat(json.get("name").asText()).isEqualTo("a\u001b");
    assertThat(json.get("infohashV1").asText()).isEqualTo(hash);
    assertThat(json.get("trackers").get(0).get(0).asText()).isEqualTo("http://t/a");
    assertThat(json.has("files")).isFalse();
    assertThat(run("show", "magnet:?dn=a")).isEqualTo(Main.USAGE);
  }

  private JsonNode json(String argument) throws Exception {
    out.getBuffer().setLength(0);
    assertThat(run("show", "--json", argument)).isZero();
    assertThat(out.toString().chars()).allMatch(c -> c < 0x7f);
    return new ObjectMapper().readTree(out.toString());
  }
}
