package org.spillway.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.DnsClient.tcp;
import static org.spillway.dns.TestQueries.query;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.testing.Patience.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spillway.catalog.PublicUrls;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.TorrentFormat;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The records follow the files of a real catalog. */
@Timeout(60)
class CatalogIT {
  private static final PublicUrls URLS =
      new PublicUrls(
          URI.create("http://dl.example.org/"),
          List.of(List.of("http://dl.example.org/announce")),
          List.of("http://dl.example.org/seed"),
          List.of());

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(TorrentFormat.class)
  void file_publishedChangedHiddenRemoved(TorrentFormat format) throws IOException {
    try (var site = new Site(folder, format)) {
      site.write("a b.bin", 3_000_000);
      var first = site.awaitTorrent("/a b.bin", Optional.empty());
      assertThat(first).isEqualTo(site.offered("/a b.bin").withoutPieceLayers());
      assertThat(first.urls().webSeeds()).containsExactly("http://dl.example.org/seed/a%20b.bin");
      long serial = site.serial();

      site.write("a b.bin", 200_000);
      var second = site.awaitTorrent("/a b.bin", Optional.of(first));
      assertThat(second).isEqualTo(site.offered("/a b.bin").withoutPieceLayers());
      site.awaitSerialAfter(serial);

      site.permit("a b.bin", "rw-r-----");
      site.awaitNothing("/a b.bin");
      site.permit("a b.bin", "rw-r--r--");
      assertThat(site.awaitTorrent("/a b.bin", Optional.empty())).isEqualTo(second);

      site.delete("a b.bin");
      site.awaitNothing("/a b.bin");
      assertThat(site.dns.stats().names()).isZero();
    }
  }

  /** A file that was taken away while nobody looked is answered only until somebody looks. */
  @Test
  void restart_knowsWhatWasPublished() throws IOException {
    Metainfo kept;
    try (var site = new Site(folder, TorrentFormat.HYBRID)) {
      site.write("kept.bin", 100_000);
      site.write("removed.bin", 100_000);
      kept = site.awaitTorrent("/kept.bin", Optional.empty());
      site.awaitTorrent("/removed.bin", Optional.empty());
    }
    Files.delete(folder.resolve("root/removed.bin"));
    try (var site = new Site(folder, TorrentFormat.HYBRID)) {
      assertThat(site.awaitTorrent("/kept.bin", Optional.empty())).isEqualTo(kept);
      site.awaitNothing("/removed.bin");
      assertThat(site.dns.stats().names()).isEqualTo(1);
    }
  }

  /** A folder, its catalog and its name server. */
  private static final class Site implements AutoCloseable {
    final CatalogFixture files;
    final DnsFallback dns;

    Site(Path folder, TorrentFormat format) throws IOException {
      files =
          CatalogFixture.open(
              folder, choices -> choices.withFormat(format).withRecheck(Duration.ofMillis(50)));
      var settings =
          DnsSettings.DEFAULT.withPort("127.0.0.1", 0).withZones(List.of(TestTorrents.HOST));
      dns = DnsFallback.start(settings, folder.resolve("state"), files.catalog());
      files.begin(URLS);
    }

    @Override
    public void close() {
      dns.close();
      files.close();
    }

    void delete(String name) throws IOException {
      Files.delete(files.file(name));
    }

    void write(String name, int length) throws IOException {
      files.write(name, CatalogFixture.bytes(length, length));
    }

    void permit(String name, String permissions) throws IOException {
      files.permit(name, permissions);
    }

    Metainfo offered(String path) {
      return files.catalog().byPath(path).orElseThrow().torrent().orElseThrow().metainfo();
    }

    Metainfo awaitTorrent(String path, Optional<Metainfo> before) {
      return await("the torrent of " + path)
          .until(() -> torrent(path), torrent -> torrent.isPresent() && !torrent.equals(before))
          .orElseThrow();
    }

    private Optional<Metainfo> torrent(String path) throws IOException {
      var answer = tcp(dns.port(), txt(name(path)));
      if (answer.getRcode() != Rcode.NOERROR) {
        return Optional.empty();
      }
      var torrent = (FallbackAnswer.Torrent) TestTorrents.torrent(answer);
      return Optional.of(Metainfo.parse(torrent.content().toBytes()));
    }

    void awaitNothing(String path) {
      await("no record of " + path)
          .until(() -> tcp(dns.port(), txt(name(path))).getRcode() == Rcode.NXDOMAIN);
    }

    private static String name(String path) {
      return RequestHash.ofPath(path).nameUnder(TestTorrents.HOST) + ".";
    }

    /** It grows once a second at most. */
    void awaitSerialAfter(long serial) {
      await("a serial after " + serial).until(() -> serial() > serial);
    }

    long serial() throws IOException {
      var soa = tcp(dns.port(), query(TestTorrents.ORIGIN, Type.SOA));
      return ((SOARecord) soa.getSection(Section.ANSWER).get(0)).getSerial();
    }
  }
}
