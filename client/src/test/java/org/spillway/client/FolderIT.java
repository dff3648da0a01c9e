package org.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.client.DownloadException.Reason;
import org.spillway.client.store.FolderContent;
import org.spillway.client.store.FolderContent.Entry;
import org.spillway.testing.Program;
import org.spillway.torrent.InfoDictionary;
import org.spillway.torrent.MagnetLink;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.TorrentUrls;
import org.spillway.torrent.bencode.BencodeDictionary;

/**
 * Downloads torrents of several files, which Debian's python3-libtorrent makes and seeds, or which
 * lie on a server.
 */
class FolderIT extends DownloaderTestBase {
  private static final Duration MOST = Duration.ofSeconds(60);
  private static final Pattern PORT = Pattern.compile("port (\\d+)\\n");

  private static final List<Entry> FILES =
      List.of(
          Entry.of("a/b/one.bin", 300_000),
          Entry.of("a/two.txt", 10),
          Entry.of("a/three ü&?.txt", 70_000),
          Entry.of("empty", 0),
          Entry.of("z.bin", 200_000));

  /** Arguments: format, folder to share, .torrent to write. Says the port that it listens on. */
  private static final String SEED =
      """
      import sys, time, os, libtorrent as lt
      version, folder, torrent = sys.argv[1], sys.argv[2], sys.argv[3]
      files = lt.file_storage()
      lt.add_files(files, folder)
      flags = {'v1': lt.create_torrent.v1_only, 'v2': lt.create_torrent.v2_only, 'hybrid': 0}
      creator = lt.create_torrent(files, 32768, flags[version])
      lt.set_piece_hashes(creator, os.path.dirname(folder))
      with open(torrent, 'wb') as out:
          out.write(lt.bencode(creator.generate()))
      session = lt.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False,
          'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
          'allow_multiple_connections_per_ip': True,
          'out_enc_policy': 2, 'in_enc_policy': 2})
      params = lt.add_torrent_params()
      params.ti = lt.torrent_info(torrent)
      params.save_path = os.path.dirname(folder)
      handle = session.add_torrent(params)
      while not (handle.status().is_seeding and session.listen_port()):
          time.sleep(0.05)
      print('port', session.listen_port(), flush=True)
      while True:
          time.sleep(1)
      """;

  /** libtorrent with a torrent of its own. */
  private static final class LibtorrentSeed implements AutoCloseable {
    private final Program program;
    private final Metainfo metainfo;
    private final PeerAddress address;

    LibtorrentSeed(Path folder, String format) throws Exception {
      Path album = folder.resolve("shared/album");
      for (Entry entry : FILES) {
        Files.createDirectories(album.resolve(entry.path()).getParent());
        Files.write(album.resolve(entry.path()), entry.bytes());
      }
      Path script = Files.writeString(folder.resolve("seed.py"), SEED);
      Path torrent = folder.resolve("album.torrent");
      program =
          Program.start(
              Map.of(),
              List.of(
                  "/usr/bin/python3",
                  script.toString(),
                  format,
                  album.toString(),
                  torrent.toString()));
      Matcher port = PORT.matcher(program.awaitOutput(MOST, said -> PORT.matcher(said).find()));
      assertThat(port.find()).isTrue();
      address = new PeerAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
      metainfo = Metainfo.parse(Files.readAllBytes(torrent));
    }

    @Override
    public void close() {
      program.close();
    }
  }

  private void assertComplete(Path album) throws Exception {
    var expected = FolderContent.of(TorrentFormat.V1, 1000, FILES).visible();
    assertThat(FolderContent.read(album)).containsExactlyEntriesOf(expected);
    assertThat(folder).isDirectoryNotContaining("glob:**.part*");
  }

  private DownloadResult get(Metainfo torrent) throws Exception {
    return new Downloader(settings).get(torrent, target, progress);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "hybrid"})
  void get_torrentFile(String format) throws Exception {
    try (var seed = new LibtorrentSeed(folder, format);
        var tracker = new UdpTrackerFixture(0, List.of(seed.address))) {
      assertThat(seed.metainfo.info().format().name()).isEqualToIgnoringCase(format);
      var torrent =
          seed.metainfo.withUrls(new TorrentUrls(List.of(List.of(tracker.url())), List.of()));
      target = Files.createDirectory(folder.resolve("here"));
      var result = get(torrent);
      assertThat(result.file()).isEqualTo(target.resolve("album"));
      assertThat(result.route()).isEqualTo(Route.TORRENT_FILE);
      assertThat(result.from(Source.PEER)).isEqualTo(seed.metainfo.info().length());
      assertComplete(target.resolve("album"));
      target = target.resolve("album");
      var again = get(torrent);
      assertThat(again.file()).isEqualTo(target);
      assertThat(again.from(Source.RESUMED)).isEqualTo(seed.metainfo.info().length());
    }
  }

  /** The info dictionary, and the piece layers of v2, come from the peer. */
  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "hybrid"})
  void get_magnetLink(String format) throws Exception {
    try (var seed = new LibtorrentSeed(folder, format)) {
      var link = MagnetLink.builder().name("album").peer(seed.address.toString());
      seed.metainfo.info().infoHash().ifPresent(link::infoHash);
      seed.metainfo.info().infoHashV2().ifPresent(link::infoHashV2);
      target = Files.createDirectory(folder.resolve("here"));
      get(link.build().toString());
      assertComplete(target.resolve("album"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "hybrid"})
  void get_resumes(String format) throws Exception {
    try (var seed = new LibtorrentSeed(folder, format);
        var tracker = new UdpTrackerFixture(0, List.of(seed.address))) {
      Path part = Files.createDirectories(folder.resolve("out.bin.part/a"));
      Files.createFile(folder.resolve("out.bin.part/.spillway.lock"));
      Files.write(part.resolve("two.txt"), FILES.get(1).bytes());
      Files.write(folder.resolve("out.bin.part/z.bin"), FILES.get(4).bytes());
      var torrent =
          seed.metainfo.withUrls(new TorrentUrls(List.of(List.of(tracker.url())), List.of()));
      var result = get(torrent);
      assertThat(result.from(Source.RESUMED)).isBetween(150_000L, 250_000L);
      assertComplete(target);
    }
  }

  private FolderContent onServer(TorrentFormat format, FolderServer server) {
    return FolderContent.of(format, 32 * 1024, FILES)
        .withUrls(new TorrentUrls(List.of(), List.of(server.url())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2", "HYBRID"})
  void get_webSeed(TorrentFormat format) throws Exception {
    settings = settings.withPeers(false);
    try (var server = new FolderServer(FILES, true)) {
      var torrent = onServer(format, server).metainfo();
      var result = get(torrent);
      assertComplete(target);
      assertThat(result.length()).isEqualTo(torrent.info().length());
      assertThat(server.requests()).contains("/seed/album/a/three%20%C3%BC%26%3F.txt");
    }
  }

  @Test
  void get_webSeedWithPadding() throws Exception {
    settings = settings.withPeers(false);
    var padded =
        List.of(
            FILES.get(0),
            new Entry(".pad/27680", new byte[27_680], "p"),
            FILES.get(1),
            FILES.get(2),
            FILES.get(3),
            FILES.get(4));
    try (var server = new FolderServer(padded, true)) {
      var content =
          FolderContent.of(TorrentFormat.V1, 32 * 1024, padded)
              .withUrls(new TorrentUrls(List.of(), List.of(server.url() + "/")));
      get(content.metainfo());
      assertComplete(target);
      assertThat(server.requests()).noneMatch(path -> path.contains(".pad"));
    }
  }

  @Test
  void get_webSeedWithoutRanges() throws Exception {
    settings = settings.withPeers(false);
    try (var server = new FolderServer(FILES, false)) {
      get(onServer(TorrentFormat.V1, server).metainfo());
      assertComplete(target);
    }
  }

  @Test
  void get_webSeedLacksAFile() throws Exception {
    settings = settings.withPeers(false);
    try (var server = new FolderServer(FILES.subList(0, 3), true)) {
      try {
        get(onServer(TorrentFormat.V1, server).metainfo());
        throw new AssertionError("no failure");
      } catch (DownloadException e) {
        assertThat(e.reason()).isEqualTo(Reason.NO_SOURCES);
        assertThat(e).hasMessageContaining("web seed " + server.url() + ": HTTP 404");
      }
    }
    // Which pieces came first is random; another server has the rest.
    try (var server = new FolderServer(FILES, true)) {
      var torrent = onServer(TorrentFormat.V1, server).metainfo();
      assertThat(get(torrent).length()).isEqualTo(torrent.info().length());
      assertComplete(target);
    }
  }

  @Test
  void get_anotherFolderIsThere() throws Exception {
    settings = settings.withPeers(false);
    try (var server = new FolderServer(FILES, true)) {
      var torrent = onServer(TorrentFormat.V1, server).metainfo();
      target = folder.resolve("album");
      Files.createDirectory(target);
      Files.writeString(target.resolve("mine"), "mine");
      target = folder;
      try {
        get(torrent);
        throw new AssertionError("no failure");
      } catch (DownloadException e) {
        assertThat(e.reason()).isEqualTo(Reason.FILE);
        assertThat(e)
            .hasMessageContaining("another file exists there; replace it with --overwrite");
      }
      settings = settings.withOverwrite(true);
      get(torrent);
      assertThat(folder.resolve("album/mine")).hasContent("mine");
      Files.delete(folder.resolve("album/mine"));
      assertComplete(folder.resolve("album"));
    }
  }

  @Test
  void get_tooManyPieces() throws Exception {
    var info =
        BencodeDictionary.builder()
            .put("name", "a")
            .put("piece length", 16384)
            .put("meta version", 2);
    var leaf =
        BencodeDictionary.builder()
            .put("length", 1L << 40)
            .put("pieces root", new byte[32])
            .build();
    var file = BencodeDictionary.builder().put("", leaf).build();
    info.put("file tree", BencodeDictionary.builder().put("a", file).build());
    var parsed = InfoDictionary.parse(info.build().encode());
    try {
      get(Metainfo.of(parsed, List.of(), TorrentUrls.NONE));
      throw new AssertionError("no failure");
    } catch (DownloadException e) {
      assertThat(e.reason()).isEqualTo(Reason.PROTOCOL);
      assertThat(e).hasMessage("the torrent has 67108864 pieces; at most 2097152 are supported");
    }
  }

  @Test
  void readTorrent_errors() throws Exception {
    Path file = folder.resolve("x.torrent");
    assertThat(readFailure(file).reason()).isEqualTo(Reason.FILE);
    Files.writeString(file, "<html>");
    assertThat(readFailure(file).reason()).isEqualTo(Reason.PROTOCOL);
    Files.write(file, new byte[Downloader.MAX_TORRENT + 1]);
    assertThat(readFailure(file)).hasMessage(file + ": must have at most 16777216 bytes");
  }

  private static DownloadException readFailure(Path file) {
    try {
      Downloader.readTorrent(file);
    } catch (DownloadException e) {
      return e;
    }
    throw new AssertionError("no failure");
  }
}
