package org.spillway.torrent.announce;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/** A datagram from a client to a tracker (BEP 15). */
public sealed interface UdpTrackerRequest {
  /** Marks the protocol, where other requests have their connection id. */
  long PROTOCOL_ID = 0x41727101980L;

  /** The length of the connection id, the action and the transaction id together, in bytes. */
  int HEADER_LENGTH = 16;

  /** Returns a number that the client chose, which the answer repeats. */
  int transactionId();

  /** Returns the length of the datagram, in bytes. */
  int encodedLength();

  /** Puts {@link #encodedLength()} bytes at the buffer's position. */
  void writeTo(ByteBuffer out);

  /**
   * Reads one datagram. What follows a request, such as the options of BEP 41, is skipped.
   *
   * @param datagram the bytes in big-endian order; the position is undefined afterwards
   * @throws MalformedAnnounceException if the datagram cannot be read; the exception names the
   *     request
   */
  static UdpTrackerRequest read(ByteBuffer datagram) throws MalformedAnnounceException {
    Limits.expectAtLeast("request", datagram, HEADER_LENGTH);
    if (datagram.getInt(datagram.position() + Long.BYTES) == Announce.ACTION) {
      Limits.expectAtLeast("announce", datagram, Announce.LENGTH);
    }
    long connectionId = datagram.getLong();
    int action = datagram.getInt();
    int transactionId = datagram.getInt();
    return switch (action) {
      case Connect.ACTION -> Connect.read(connectionId, transactionId);
      case Announce.ACTION -> Announce.read(connectionId, transactionId, datagram);
      case Scrape.ACTION -> Scrape.read(connectionId, transactionId, datagram);
      default ->
          throw new MalformedAnnounceException(
              "request", "action %d, expected 0 to 2".formatted(action));
    };
  }

  /** Asks for a connection id, without which a tracker answers no other request. */
  record Connect(int transactionId) implements UdpTrackerRequest {
    static final int ACTION = 0;

    private static Connect read(long protocolId, int transactionId)
        throws MalformedAnnounceException {
      if (protocolId != PROTOCOL_ID) {
        throw new MalformedAnnounceException(
            "connect", "protocol id 0x%x, expected 0x%x".formatted(protocolId, PROTOCOL_ID));
      }
      return new Connect(transactionId);
    }

    @Override
    public int encodedLength() {
      return HEADER_LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putLong(PROTOCOL_ID).putInt(ACTION).putInt(transactionId);
    }
  }

  /**
   * Announces a peer.
   *
   * @param connectionId the id that the tracker gave this client less than two minutes ago
   * @param transactionId the number that the client chose
   * @param request the announce
   */
  record Announce(long connectionId, int transactionId, AnnounceRequest request)
      implements UdpTrackerRequest {
    static final int ACTION = 1;

    /** The length of an announce without options, in bytes. */
    private static final int LENGTH = 98;

    private static Announce read(long connectionId, int transactionId, ByteBuffer in) {
      var infoHash = InfoHash.read(in);
      var peerId = PeerId.read(in);
      long downloaded = byteCount(in.getLong());
      long left = byteCount(in.getLong());
      long uploaded = byteCount(in.getLong());
      var event = AnnounceEvent.ofCode(in.getInt());
      var addresses = Addresses.ofIpv4(in.getInt());
      int key = in.getInt();
      int numWant = Math.max(AnnounceRequest.DEFAULT_NUM_WANT, in.getInt());
      int port = Short.toUnsignedInt(in.getShort());
      var request =
          new AnnounceRequest(
              infoHash,
              peerId,
              uploaded,
              downloaded,
              left,
              event,
              port,
              key,
              numWant,
              addresses,
              true);
      return new Announce(connectionId, transactionId, request);
    }

    private static long byteCount(long number) {
      return number < 0 ? AnnounceRequest.UNKNOWN_LEFT : number;
    }

    @Override
    public int encodedLength() {
      return LENGTH;
    }

    /** Writes the request; only the first IPv4 address has a place on the wire. */
    @Override
    public void writeTo(ByteBuffer out) {
      out.putLong(connectionId).putInt(ACTION).putInt(transactionId);
      request.infoHash().writeTo(out);
      request.peerId().writeTo(out);
      out.putLong(request.downloaded()).putLong(request.left()).putLong(request.uploaded());
      out.putInt(request.event().code()).putInt(Addresses.firstIpv4(request.addresses()));
      out.putInt(request.key()).putInt(request.numWant()).putShort((short) request.port());
    }
  }

  /**
   * Asks for the counts of torrents.
   *
   * @param connectionId the id that the tracker gave this client less than two minutes ago
   * @param transactionId the number that the client chose
   * @param infoHashes at most {@value #MAX} infohashes
   */
  record Scrape(long connectionId, int transactionId, List<InfoHash> infoHashes)
      implements UdpTrackerRequest {
    /** The most infohashes that fit a datagram that crosses any network unfragmented (BEP 15). */
    public static final int MAX = 74;

    static final int ACTION = 2;

    public Scrape {
      if (infoHashes.size() > MAX) {
        throw new IllegalArgumentException(
            "%d infohashes, expected at most %d".formatted(infoHashes.size(), MAX));
      }
      infoHashes = List.copyOf(infoHashes);
    }

    private static Scrape read(long connectionId, int transactionId, ByteBuffer in)
        throws MalformedAnnounceException {
      int count = in.remaining() / InfoHash.LENGTH;
      if (count > MAX) {
        throw new MalformedAnnounceException(
            "scrape", "%d infohashes, expected at most %d".formatted(count, MAX));
      }
      List<InfoHash> infoHashes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        infoHashes.add(InfoHash.read(in));
      }
      return new Scrape(connectionId, transactionId, infoHashes);
    }

    @Override
    public int encodedLength() {
      return HEADER_LENGTH + InfoHash.LENGTH * infoHashes.size();
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putLong(connectionId).putInt(ACTION).putInt(transactionId);
      infoHashes.forEach(infoHash -> infoHash.writeTo(out));
    }
  }
}
