package org.spillway.torrent.announce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.PeerAddress;

/** A datagram from a tracker to a client (BEP 15). */
public sealed interface UdpTrackerResponse {
  /** Returns the transaction id of the request. */
  int transactionId();

  /** Returns the length of the datagram, in bytes. */
  int encodedLength();

  /** Puts {@link #encodedLength()} bytes at the buffer's position. */
  void writeTo(ByteBuffer out);

  /**
   * Reads one datagram.
   *
   * @param datagram the bytes in big-endian order; the position is undefined afterwards
   * @param ipv6 whether the socket, and with it the peers, are of IPv6: nothing in the answer to an
   *     announce says so
   * @throws MalformedAnnounceException if the datagram cannot be read; the exception names the
   *     response
   */
  static UdpTrackerResponse read(ByteBuffer datagram, boolean ipv6)
      throws MalformedAnnounceException {
    Limits.expectAtLeast("response", datagram, Failed.FIXED);
    int action = datagram.getInt();
    int transactionId = datagram.getInt();
    return switch (action) {
      case UdpTrackerRequest.Connect.ACTION -> Connected.read(transactionId, datagram);
      case UdpTrackerRequest.Announce.ACTION -> Announced.read(transactionId, datagram, ipv6);
      case UdpTrackerRequest.Scrape.ACTION -> Scraped.read(transactionId, datagram);
      case Failed.ACTION -> new Failed(transactionId, UTF_8.decode(datagram).toString());
      default ->
          throw new MalformedAnnounceException(
              "response", "action %d, expected 0 to 3".formatted(action));
    };
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

  /**
   * Gives a connection id.
   *
   * @param transactionId the transaction id of the request
   * @param connectionId the id that the client may use for a minute
   */
  record Connected(int transactionId, long connectionId) implements UdpTrackerResponse {
    private static Connected read(int transactionId, ByteBuffer in)
        throws MalformedAnnounceException {
      Limits.expectAtLeast("connect response", in, Long.BYTES);
      return new Connected(transactionId, in.getLong());
    }

    @Override
    public int encodedLength() {
      return 16;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putInt(UdpTrackerRequest.Connect.ACTION).putInt(transactionId).putLong(connectionId);
    }
  }

  /**
   * Answers an announce.
   *
   * @param transactionId the transaction id of the request
   * @param interval how long to wait before announcing again, in whole seconds of at most 31 bits
   * @param incomplete the number of peers that BEP 15 calls leechers
   * @param complete the number of peers that BEP 15 calls seeders
   * @param peers peers of the socket's family; {@link CompactPeers} are the quickest to write
   */
  record Announced(
      int transactionId, Duration interval, int incomplete, int complete, List<PeerAddress> peers)
      implements UdpTrackerResponse {
    static final int FIXED = 20;

    public Announced {
      Limits.interval("interval", interval);
      Limits.count("incomplete", incomplete);
      Limits.count("complete", complete);
      var compact = CompactPeers.of(peers);
      if (compact.ipv4().length > 0 && compact.ipv6().length > 0) {
        throw new IllegalArgumentException("IPv4 and IPv6 peers in one answer");
      }
      peers = compact;
    }

    private static Announced read(int transactionId, ByteBuffer in, boolean ipv6)
        throws MalformedAnnounceException {
      Limits.expectAtLeast("announce response", in, 3 * Integer.BYTES);
      var interval = Duration.ofSeconds(count("announce response", "interval", in));
      int incomplete = count("announce response", "leechers", in);
      int complete = count("announce response", "seeders", in);
      return new Announced(
          transactionId, interval, incomplete, complete, CompactPeers.read(in, ipv6));
    }

    @Override
    public int encodedLength() {
      var compact = CompactPeers.of(peers);
      return FIXED + compact.ipv4().length + compact.ipv6().length;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putInt(UdpTrackerRequest.Announce.ACTION).putInt(transactionId);
      out.putInt((int) interval.toSeconds()).putInt(incomplete).putInt(complete);
      var compact = CompactPeers.of(peers);
      out.put(compact.ipv4()).put(compact.ipv6());
    }
  }

  /**
   * Answers a scrape.
   *
   * @param transactionId the transaction id of the request
   * @param counts the counts in the order of the request's infohashes; zeros for a torrent that the
   *     tracker does not know
   */
  record Scraped(int transactionId, List<SwarmCounts> counts) implements UdpTrackerResponse {
    static final int FIXED = 8;
    static final int COUNTS = 3 * Integer.BYTES;

    public Scraped {
      counts = List.copyOf(counts);
    }

    private static Scraped read(int transactionId, ByteBuffer in)
        throws MalformedAnnounceException {
      List<SwarmCounts> counts = new ArrayList<>();
      while (in.remaining() >= COUNTS) {
        int complete = count("scrape response", "seeders", in);
        int downloaded = count("scrape response", "completed", in);
        int incomplete = count("scrape response", "leechers", in);
        counts.add(new SwarmCounts(complete, downloaded, incomplete));
      }
      return new Scraped(transactionId, counts);
    }

    @Override
    public int encodedLength() {
      return FIXED + COUNTS * counts.size();
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putInt(UdpTrackerRequest.Scrape.ACTION).putInt(transactionId);
      for (SwarmCounts swarm : counts) {
        out.putInt(swarm.complete()).putInt(swarm.downloaded()).putInt(swarm.incomplete());
      }
    }
  }

  /**
   * Refuses a request.
   *
   * @param transactionId the transaction id of the request
   * @param reason the reason in words, for people
   */
  record Failed(int transactionId, String reason) implements UdpTrackerResponse {
    static final int ACTION = 3;
    static final int FIXED = 8;

    @Override
    public int encodedLength() {
      return FIXED + reason.getBytes(UTF_8).length;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putInt(ACTION).putInt(transactionId).put(reason.getBytes(UTF_8));
    }
  }
}
