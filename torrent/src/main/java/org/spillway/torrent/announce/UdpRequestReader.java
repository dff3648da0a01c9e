package org.spillway.torrent.announce;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;

/** Reads the datagrams that trackers get (BEP 15). */
final class UdpRequestReader {
  /** Connection id, action and transaction id, in bytes. */
  static final int HEADER = 16;

  /** An announce without options, in bytes. */
  static final int ANNOUNCE = 98;

  private UdpRequestReader() {}

  static UdpTrackerRequest read(ByteBuffer in) throws MalformedAnnounceException {
    expectAtLeast("request", in, HEADER);
    if (in.getInt(in.position() + Long.BYTES) == UdpTrackerRequest.Announce.ACTION) {
      expectAtLeast("announce", in, ANNOUNCE);
    }
    long connectionId = in.getLong();
    int action = in.getInt();
    int transactionId = in.getInt();
    return switch (action) {
      case UdpTrackerRequest.Connect.ACTION -> connect(connectionId, transactionId);
      case UdpTrackerRequest.Announce.ACTION ->
          new UdpTrackerRequest.Announce(connectionId, transactionId, announce(in));
      case UdpTrackerRequest.Scrape.ACTION ->
          new UdpTrackerRequest.Scrape(connectionId, transactionId, infoHashes(in));
      default ->
          throw new MalformedAnnounceException(
              "request", "action %d, expected 0 to 2".formatted(action));
    };
  }

  private static UdpTrackerRequest connect(long protocolId, int transactionId)
      throws MalformedAnnounceException {
    if (protocolId != UdpTrackerRequest.PROTOCOL_ID) {
      throw new MalformedAnnounceException(
          "connect",
          "protocol id 0x%x, expected 0x%x".formatted(protocolId, UdpTrackerRequest.PROTOCOL_ID));
    }
    return new UdpTrackerRequest.Connect(transactionId);
  }

  private static AnnounceRequest announce(ByteBuffer in) {
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
    return new AnnounceRequest(
        infoHash, peerId, uploaded, downloaded, left, event, port, key, numWant, addresses, true);
  }

  private static long byteCount(long number) {
    return number < 0 ? AnnounceRequest.UNKNOWN_LEFT : number;
  }

  private static List<InfoHash> infoHashes(ByteBuffer in) throws MalformedAnnounceException {
    int count = in.remaining() / InfoHash.LENGTH;
    if (count > UdpTrackerRequest.Scrape.MAX) {
      throw new MalformedAnnounceException(
          "scrape",
          "%d infohashes, expected at most %d".formatted(count, UdpTrackerRequest.Scrape.MAX));
    }
    List<InfoHash> infoHashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      infoHashes.add(InfoHash.read(in));
    }
    return infoHashes;
  }

  static void expectAtLeast(String message, ByteBuffer in, int length)
      throws MalformedAnnounceException {
    if (in.remaining() < length) {
      throw new MalformedAnnounceException(
          message, "%d bytes, expected at least %d".formatted(in.remaining(), length));
    }
  }
}
