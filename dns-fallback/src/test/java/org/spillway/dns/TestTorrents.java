package org.spillway.dns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.spillway.catalog.TorrentKey;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.torrent.MalformedMetainfoException;
import org.spillway.torrent.Metainfo;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.fallback.FallbackAnswer;
import org.spillway.torrent.fallback.FallbackRecords;
import org.spillway.torrent.fallback.MalformedRecordsException;
import org.spillway.torrent.fallback.RequestHash;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** Torrents of any length without files of that size, and how they are read back out of DNS. */
final class TestTorrents {
  static final String HOST = "dl.example.org";
  static final DnsSettings SETTINGS = DnsSettings.DEFAULT;
  static final String ORIGIN = "_torrent.dl.example.org.";

  /** 300 bytes: it fits 512. */
  static final Metainfo SMALL = metainfo(5);

  /** 1.1 KB: its answer fits 1,232 bytes with EDNS only. */
  static final Metainfo MEDIUM = metainfo(34);

  /** 10 KB: one record, too long for UDP. */
  static final Metainfo LARGE = metainfo(510);

  /** 40 KB: the tagged form. */
  static final Metainfo TAGGED = metainfo(2000);

  private TestTorrents() {}

  static Metainfo metainfo(int pieces) {
    int pieceLength = 1 << 20;
    byte[] hashes = new byte[pieces * 20];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = (byte) (i * 31 + i / 20);
    }
    var info =
        BencodeDictionary.builder()
            .put("length", (long) pieces * pieceLength)
            .put("name", "file" + pieces)
            .put("piece length", pieceLength)
            .put("pieces", hashes)
            .build();
    var torrent =
        BencodeDictionary.builder()
            .put("announce", "http://dl.example.org/announce")
            .put("info", info)
            .build();
    try {
      return Metainfo.parse(torrent.encode());
    } catch (MalformedMetainfoException e) {
      throw new IllegalStateException(e);
    }
  }

  static TorrentKey key(Metainfo metainfo) {
    String path = "/pub/" + metainfo.info().name();
    return new TorrentKey(path, RequestHash.ofPath(path), metainfo.info().swarmHashes());
  }

  /** Returns the name in DNS, with a final dot. */
  static String name(Metainfo metainfo) {
    return key(metainfo).requestHash().nameUnder(HOST) + ".";
  }

  static PublishedRecords published(int maxTorrent, InstantSource clock) {
    return new PublishedRecords(RecordSettings.DEFAULT.withMaxTorrent(maxTorrent), clock);
  }

  static PublishedRecords published(Metainfo... torrents) {
    var published = published(RecordSettings.DEFAULT.maxTorrent(), InstantSource.system());
    for (Metainfo metainfo : torrents) {
      published.publish(key(metainfo), metainfo);
    }
    published.walked();
    published.settled();
    return published;
  }

  static Responder responder(Metainfo... torrents) {
    return responder(published(torrents), new Counters());
  }

  static Responder responder(PublishedRecords published, Counters counters) {
    return responder(published, SETTINGS, counters);
  }

  static Responder responder(PublishedRecords published, DnsSettings settings, Counters counters) {
    return responder(published, settings, Guard.of(settings.guard()), counters);
  }

  static Responder responder(
      PublishedRecords published, DnsSettings settings, Guard guard, Counters counters) {
    var unsigned = DnssecResponses.none(published);
    return new Responder(zones(published), published, settings, unsigned, guard, counters);
  }

  /** Signs at most what one second allows until that clock moves. */
  static Responder signing(PublishedRecords published, Path keys, LongSupplier nanoTime)
      throws IOException {
    var zones = zones(published);
    var signing = DnssecResponses.open(DnssecSettings.of(keys), zones, published, nanoTime);
    var guard = Guard.of(SETTINGS.guard());
    return new Responder(zones, published, SETTINGS, signing, guard, new Counters());
  }

  static List<FallbackZone> zones(PublishedRecords published) {
    return List.of(
        new FallbackZone(HOST, List.of(), published),
        new FallbackZone("example.net", List.of("a.example.com", "b.example.com"), published));
  }

  static List<List<String>> texts(Message answer) {
    List<List<String>> texts = new ArrayList<>();
    for (Record record : answer.getSection(Section.ANSWER)) {
      texts.add(List.copyOf(((TXTRecord) record).getStrings()));
    }
    return texts;
  }

  /** The torrent in a whole answer. */
  static FallbackAnswer torrent(Message answer) throws MalformedRecordsException {
    return FallbackRecords.parse(texts(answer));
  }

  /** What {@link #torrent} returns if it is this one. */
  static FallbackAnswer whole(Metainfo metainfo) {
    return new FallbackAnswer.Torrent(metainfo.toBytes());
  }
}
