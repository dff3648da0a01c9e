package org.spillway.torrent.announce;

import java.nio.ByteBuffer;
import java.util.List;
import org.spillway.torrent.InfoHash;

/** What a client sends to a tracker over UDP (BEP 15): one datagram each. */
public sealed interface UdpTrackerRequest {
  /** Stands where other requests have their connection id, as the mark of the protocol. */
  long PROTOCOL_ID = 0x41727101980L;

  /** What the client chose, for the answer to bear it again. */
  int transactionId();

  /** In bytes. */
  int encodedLength();

  /** Puts {@link #encodedLength()} bytes at the buffer's position. */
  void writeTo(ByteBuffer out);

  /**
   * Reads one datagram. What follows a request, such as the options of BEP 41, is skipped.
   *
   * @param datagram in big-endian order; its position is undefined afterwards
   * @throws MalformedAnnounceException names the request
   */
  static UdpTrackerRequest read(ByteBuffer datagram) throws MalformedAnnounceException {
    return UdpRequestReader.read(datagram);
  }

  /** Asks for a connection id, without which a tracker answers nothing else. */
  record Connect(int transactionId) implements UdpTrackerRequest {
    static final int ACTION = 0;

    @Override
    public int encodedLength() {
      return UdpRequestReader.HEADER;
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putLong(PROTOCOL_ID).putInt(ACTION).putInt(transactionId);
    }
  }

  /**
   * @param connectionId that the tracker gave this client less than two minutes ago
   */
  record Announce(long connectionId, int transactionId, AnnounceRequest request)
      implements UdpTrackerRequest {
    static final int ACTION = 1;

    @Override
    public int encodedLength() {
      return UdpRequestReader.ANNOUNCE;
    }

    /** Of the addresses only the first IPv4 one has a place on the wire. */
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
   * @param connectionId that the tracker gave this client less than two minutes ago
   * @param infoHashes at most {@value #MAX}
   */
  record Scrape(long connectionId, int transactionId, List<InfoHash> infoHashes)
      implements UdpTrackerRequest {
    /** As many as fit a datagram that crosses any network unbroken (BEP 15). */
    public static final int MAX = 74;

    static final int ACTION = 2;

    public Scrape {
      if (infoHashes.size() > MAX) {
        throw new IllegalArgumentException(
            "%d infohashes, expected at most %d".formatted(infoHashes.size(), MAX));
      }
      infoHashes = List.copyOf(infoHashes);
    }

    @Override
    public int encodedLength() {
      return UdpRequestReader.HEADER + InfoHash.LENGTH * infoHashes.size();
    }

    @Override
    public void writeTo(ByteBuffer out) {
      out.putLong(connectionId).putInt(ACTION).putInt(transactionId);
      infoHashes.forEach(infoHash -> infoHash.writeTo(out));
    }
  }
}
