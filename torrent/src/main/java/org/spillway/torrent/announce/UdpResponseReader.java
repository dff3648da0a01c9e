package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the datagrams that trackers send (BEP 15). */
final class UdpResponseReader {
  private UdpResponseReader() {}

  static UdpTrackerResponse read(ByteBuffer in, boolean ipv6) throws MalformedAnnounceException {
    UdpRequestReader.expectAtLeast("response", in, UdpTrackerResponse.Failed.FIXED);
    int action = in.getInt();
    int transactionId = in.getInt();
    return switch (action) {
      case UdpTrackerRequest.Connect.ACTION -> connected(transactionId, in);
      case UdpTrackerRequest.Announce.ACTION -> announced(transactionId, in, ipv6);
      case UdpTrackerRequest.Scrape.ACTION -> scraped(transactionId, in);
      case UdpTrackerResponse.Failed.ACTION ->
          new UdpTrackerResponse.Failed(transactionId, UTF_8.decode(in).toString());
      default ->
          throw new MalformedAnnounceException(
              "response", "action %d, expected 0 to 3".formatted(action));
    };
  }

  private static UdpTrackerResponse connected(int transactionId, ByteBuffer in)
      throws MalformedAnnounceException {
    UdpRequestReader.expectAtLeast("connect response", in, Long.BYTES);
    return new UdpTrackerResponse.Connected(transactionId, in.getLong());
  }

  private static UdpTrackerResponse announced(int transactionId, ByteBuffer in, boolean ipv6)
      throws MalformedAnnounceException {
    UdpRequestReader.expectAtLeast("announce response", in, 3 * Integer.BYTES);
    var interval = Duration.ofSeconds(count("announce response", "interval", in));
    int incomplete = count("announce response", "leechers", in);
    int complete = count("announce response", "seeders", in);
    return new UdpTrackerResponse.Announced(
        transactionId, interval, incomplete, complete, CompactPeers.read(in, ipv6));
  }

  private static UdpTrackerResponse scraped(int transactionId, ByteBuffer in)
      throws MalformedAnnounceException {
    List<SwarmCounts> counts = new ArrayList<>();
    while (in.remaining() >= UdpTrackerResponse.Scraped.COUNTS) {
      int complete = count("scrape response", "seeders", in);
      int downloaded = count("scrape response", "completed", in);
      int incomplete = count("scrape response", "leechers", in);
      counts.add(new SwarmCounts(complete, downloaded, incomplete));
    }
    return new UdpTrackerResponse.Scraped(transactionId, counts);
  }

  private static int count(String message, String name, ByteBuffer in)
      throws MalformedAnnounceException {
    int value = in.getInt();
    if (value < 0) {
      throw new MalformedAnnounceException(
          message,
          "%s %s, expected at most %d"
              .formatted(name, Integer.toUnsignedString(value), Integer.MAX_VALUE));
    }
    return value;
  }
}
