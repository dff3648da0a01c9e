package org.spillway.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Record;

/** Torrents whose records take 1.1 KB each, so that an answer just fits a datagram. */
final class DnsTorrents {
  static final String HOST = "dl.example.org";

  static final String ZONE = RequestHash.ZONE_LABEL + "." + HOST;

  private static final int PIECES = 28;
  private static final int PIECE_LENGTH = 256 * 1024;
  private static final int SHA1 = 20;

  private DnsTorrents() {}

  private static String path(int number) {
    return "/pub/release-%06d.iso".formatted(number);
  }

  static Metainfo metainfo(int number) {
    byte[] pieces = new byte[PIECES * SHA1];
    new SplittableRandom(number).nextBytes(pieces);
    var info =
        BencodeDictionary.builder()
            .put("length", (long) PIECES * PIECE_LENGTH)
            .put("name", path(number).substring("/pub/".length()))
            .put("piece length", PIECE_LENGTH)
            .put("pieces", pieces)
            .build();
    var torrent =
        BencodeDictionary.builder()
            .put("announce", "https://" + HOST + "/announce")
            .put("info", info)
            .put("url-list", "https://" + HOST + "/seed" + path(number))
            .build();
    try {
      return Metainfo.parse(torrent.encode());
    } catch (MalformedMetainfoException e) {
      throw new IllegalStateException(e);
    }
  }

  static TorrentKey key(int number, Metainfo metainfo) {
    return new TorrentKey(
        path(number), RequestHash.ofPath(path(number)), metainfo.info().swarmHashes());
  }

  /** On the heap, none yet. */
  private static PublishedRecords onHeap() {
    return new PublishedRecords(RecordSettings.DEFAULT, InstantSource.system());
  }

  /** In files, as those of a server are. */
  static PublishedRecords open(Path folder) throws IOException {
    return PublishedRecords.open(folder, RecordSettings.DEFAULT, InstantSource.system());
  }

  static void publish(PublishedRecords published, int count) {
    for (int i = 0; i < count; i++) {
      var metainfo = metainfo(i);
      published.publish(key(i, metainfo), metainfo);
    }
  }

  /** The records of the first so many. */
  static PublishedRecords published(int count) {
    var published = onHeap();
    publish(published, count);
    return published;
  }

  /** A name that has records. */
  static String name(int number) {
    return RequestHash.ofPath(path(number)).nameUnder(HOST);
  }

  private static String noName(int number) {
    return RequestHash.ofPath("/none" + path(number)).nameUnder(HOST);
  }

  /** Questions as dnsperf reads them, in no order. */
  static Path questions(Path file, int count, boolean exist) throws IOException {
    // Any step that has no factor in common with the count comes by each number once.
    var lines =
        IntStream.range(0, count)
            .map(i -> (int) (i * 7919L % count))
            .mapToObj(i -> (exist ? name(i) : noName(i)) + " TXT")
            .toList();
    return Files.write(file, lines);
  }

  /** What other name servers load. */
  static Path zoneFile(Path file, int count) throws IOException {
    var published = published(count);
    var zone = new FallbackZone(HOST, List.of(), published);
    try (var writer = Files.newBufferedWriter(file)) {
      write(writer, zone.soa());
      zone.nameServers().forEach(record -> write(writer, record));
      for (var entry : published.snapshot().inOrder()) {
        var owner = zone.owner(entry.name());
        entry.rrset().records(owner).forEach(record -> write(writer, record));
      }
    }
    return file;
  }

  private static void write(BufferedWriter writer, Record record) {
    try {
      writer.write(record + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
