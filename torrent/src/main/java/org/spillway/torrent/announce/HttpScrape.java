package org.spillway.torrent.announce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.bencode.BencodeDictionary;
import org.spillway.torrent.bencode.BencodeString;
import org.spillway.torrent.bencode.BencodeValue;

/** Scrapes over HTTP: query strings and bencoded answers (BEP 21, 48). */
public final class HttpScrape {
  private static final String KEY = "info_hash";

  private HttpScrape() {}

  /**
   * The torrents that a request asks for; none means all that the tracker has.
   *
   * @param query as it stands in the request target behind the question mark
   * @throws MalformedAnnounceException if one of them has not 20 bytes
   */
  public static List<InfoHash> parse(String query) throws MalformedAnnounceException {
    List<InfoHash> infoHashes = new ArrayList<>();
    for (byte[] bytes : new QueryString(query).all(KEY, InfoHash.LENGTH)) {
      infoHashes.add(InfoHash.of(bytes));
    }
    return infoHashes;
  }

  /** The query string of a request, to be appended to the scrape URL behind {@code ?}. */
  public static String query(List<InfoHash> infoHashes) {
    var query = new QueryWriter();
    infoHashes.forEach(infoHash -> query.put(KEY, infoHash.toBytes()));
    return query.toString();
  }

  /** The bencoded body of an answer. */
  public static byte[] encode(ScrapeAnswer answer) {
    if (answer instanceof ScrapeAnswer.Scraped scraped) {
      Map<BencodeString, BencodeValue> files = new TreeMap<>();
      scraped
          .files()
          .forEach((hash, counts) -> files.put(BencodeString.of(hash.toBytes()), file(counts)));
      return BencodeDictionary.builder().put("files", BencodeDictionary.of(files)).build().encode();
    }
    var failed = (ScrapeAnswer.Failed) answer;
    return HttpAnswerWriter.failure(failed.reason(), failed.retryIn());
  }

  private static BencodeDictionary file(SwarmCounts counts) {
    return BencodeDictionary.builder()
        .put("complete", counts.complete())
        .put("downloaded", counts.downloaded())
        .put("downloaders", counts.downloaders())
        .put("incomplete", counts.incomplete())
        .build();
  }

  /**
   * Reads the body of an answer.
   *
   * @throws MalformedAnnounceException names the key
   */
  public static ScrapeAnswer decode(byte[] body) throws MalformedAnnounceException {
    return HttpAnswerReader.scrape(body);
  }
}
