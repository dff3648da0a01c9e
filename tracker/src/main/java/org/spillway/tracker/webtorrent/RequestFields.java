package org.spillway.tracker.webtorrent;

import java.util.ArrayList;
import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;

/** The members of a message, collected in whatever order they come. */
final class RequestFields {
  String action = "";
  String event = "";
  List<String> infoHashes = List.of();
  String peerId = "";
  String toPeerId = "";
  String offerId = "";
  long uploaded = -1;
  long downloaded = -1;
  long left = -1;
  String answer = "";
  List<WebRtcOffer> offers = List.of();

  WebTorrentRequest toRequest() throws MalformedWebTorrentException {
    return switch (action) {
      case "announce" -> answer.isEmpty() ? announce() : answer();
      case "scrape" -> scrape();
      default -> throw new MalformedWebTorrentException("action: announce or scrape is expected");
    };
  }

  private WebTorrentRequest announce() throws MalformedWebTorrentException {
    return new WebTorrentRequest.Announce(
        new AnnounceRequest(
            infoHash(),
            BinaryString.peerId("peer_id", peerId),
            Math.max(0, uploaded),
            Math.max(0, downloaded),
            left < 0 ? AnnounceRequest.UNKNOWN_LEFT : left,
            event(),
            0,
            0,
            offers.size(),
            List.of(),
            true),
        offers);
  }

  /** BEP 3's events; {@code update} and whatever later clients invent count as none. */
  private AnnounceEvent event() {
    return switch (event) {
      case "started" -> AnnounceEvent.STARTED;
      case "completed" -> AnnounceEvent.COMPLETED;
      case "stopped" -> AnnounceEvent.STOPPED;
      default -> AnnounceEvent.NONE;
    };
  }

  private WebTorrentRequest answer() throws MalformedWebTorrentException {
    return new WebTorrentRequest.Answer(
        infoHash(),
        BinaryString.peerId("peer_id", peerId),
        BinaryString.peerId("to_peer_id", toPeerId),
        BinaryString.require("offer_id", offerId),
        answer);
  }

  private WebTorrentRequest scrape() throws MalformedWebTorrentException {
    int count = infoHashes.size();
    if (count == 0 || count > RequestReader.MAX_SCRAPED) {
      throw new MalformedWebTorrentException(
          "info_hash: 1 to %d, not %d".formatted(RequestReader.MAX_SCRAPED, count));
    }
    List<InfoHash> parsed = new ArrayList<>();
    for (String infoHash : infoHashes) {
      parsed.add(BinaryString.infoHash(infoHash));
    }
    return new WebTorrentRequest.Scrape(parsed);
  }

  private InfoHash infoHash() throws MalformedWebTorrentException {
    if (infoHashes.size() != 1) {
      throw new MalformedWebTorrentException(
          "info_hash: one is expected, not " + infoHashes.size());
    }
    return BinaryString.infoHash(infoHashes.get(0));
  }
}
