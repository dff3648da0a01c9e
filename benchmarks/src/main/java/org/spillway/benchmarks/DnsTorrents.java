package org.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.fallback.RequestHash;

/** The torrents of a {@link DnsZone}, and the questions for them. */
final class DnsTorrents {
  static final String HOST = "dl.example.org";

  static final String ZONE = RequestHash.ZONE_LABEL + "." + HOST;

  private static final int PIECE_LENGTH = 256 * 1024;
  private static final int SHA1 = 20;

  private DnsTorrents() {}

  private static String path(int number) {
    return "/pub/release-%06d.iso".formatted(number);
  }

  static Metainfo metainfo(DnsZone zone, int number) {
    byte[] pieces = new byte[zone.pieces() * SHA1];
    new SplittableRandom(number).nextBytes(pieces);
    var info =
        BencodeDictionary.builder()
            .put("length", (long) zone.pieces() * PIECE_LENGTH)
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

  /** Returns empty records on the heap. */
  private static PublishedRecords onHeap() {
    return new PublishedRecords(RecordSettings.DEFAULT, InstantSource.system());
  }

  /** Opens records in files, as a server has them. */
  static PublishedRecords open(Path folder) throws IOException {
    return PublishedRecords.open(folder, RecordSettings.DEFAULT, InstantSource.system());
  }

  static void publish(PublishedRecords published, DnsZone zone, int count) {
    for (int i = 0; i < count; i++) {
      var metainfo = metainfo(zone, i);
      published.publish(key(i, metainfo), metainfo);
    }
  }

  /** Returns the records of the first torrents of a zone. */
  static PublishedRecords published(DnsZone zone, int count) {
    var published = onHeap();
    publish(published, zone, count);
    return published;
  }

  /** Returns a name that has records. */
  static String name(int number) {
    return RequestHash.ofPath(path(number)).nameUnder(HOST);
  }

  private static String noName(int number) {
    return RequestHash.ofPath("/none" + path(number)).nameUnder(HOST);
  }

  /** Writes questions for dnsperf, in mixed order. */
  static Path questions(Path file, int count, boolean exist) throws IOException {
    // A step that has no factor in common with the count visits each number once.
    var lines =
        IntStream.range(0, count)
            .map(i -> (int) (i * 7919L % count))
            .mapToObj(i -> (exist ? name(i) : noName(i)) + " TXT")
            .toList();
    return Files.write(file, lines);
  }
}
