package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.Mirror;
import org.spillway.catalog.Offer;
import org.spillway.catalog.OfferedTorrent;
import org.spillway.catalog.PublicUrls;
import org.spillway.testing.catalog.CatalogFixture;
import org.spillway.torrent.TorrentFormat;

/** A folder that is offered, without a server. */
public final class HashedFiles implements AutoCloseable {
  static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05.678Z");

  public static final PublicUrls URLS =
      new PublicUrls(
          URI.create("https://dl.example.org/files"),
          List.of(List.of("https://tracker.example.org/announce")),
          List.of("https://dl.example.org/seed"),
          List.of(
              Mirror.parse("https://m.example.net/m&m pri=7 geo=de"),
              Mirror.parse("https://n.example.net pri=3"),
              Mirror.parse("https://o.example.net")));

  final Catalog catalog;
  private final CatalogFixture files;

  public HashedFiles(Path folder, TorrentFormat format) throws IOException {
    files = CatalogFixture.open(folder, settings -> settings.withFormat(format).withHashThreads(1));
    files.begin(URLS);
    catalog = files.catalog();
  }

  public Offer offer(String path, byte[] content) throws IOException {
    var file = files.write(path.substring(1), content);
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    return catalog.byPath(path).orElseThrow();
  }

  public Offer offer(String path, String content) throws IOException {
    return offer(path, content.getBytes(UTF_8));
  }

  /** Returns the file as it is once it is hashed. */
  public Offer hashed(String path, byte[] content) throws IOException {
    offer(path, content);
    files.hashed(path.substring(1));
    return catalog.byPath(path).orElseThrow();
  }

  public Offer hashed(String path, String content) throws IOException {
    return hashed(path, content.getBytes(UTF_8));
  }

  public static OfferedTorrent torrent(Offer offer) {
    return offer.torrent().orElseThrow();
  }

  @Override
  public void close() {
    files.close();
  }
}
