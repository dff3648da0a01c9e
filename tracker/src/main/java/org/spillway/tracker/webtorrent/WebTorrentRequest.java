package org.spillway.tracker.webtorrent;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceRequest;

/** What a peer sends to the tracker. */
public sealed interface WebTorrentRequest {

  /**
   * @param request with port 0, because a browser accepts no TCP connections
   * @param offers one for each peer that it wants to meet; at most {@link RequestReader#MAX_OFFERS}
   */
  record Announce(AnnounceRequest request, List<WebRtcOffer> offers) implements WebTorrentRequest {
    public Announce {
      offers = List.copyOf(offers);
    }
  }

  /**
   * @param to the peer that made the offer
   * @param offerId that of the offer
   */
  record Answer(InfoHash infoHash, PeerId from, PeerId to, String offerId, String sdp)
      implements WebTorrentRequest {}

  /**
   * @param infoHashes 1 to {@link RequestReader#MAX_SCRAPED}
   */
  record Scrape(List<InfoHash> infoHashes) implements WebTorrentRequest {
    public Scrape {
      infoHashes = List.copyOf(infoHashes);
    }
  }
}
