package org.spillway.tracker.webtorrent;

import java.util.List;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerId;
import org.spillway.torrent.announce.AnnounceRequest;

/** A message from a peer to the tracker. */
public sealed interface WebTorrentRequest {

  /**
   * A peer announces itself.
   *
   * @param request the announce with port 0, because a browser accepts no TCP connections
   * @param offers one offer for each peer that it wants to meet; at most {@link
   *     RequestReader#MAX_OFFERS}
   */
  record Announce(AnnounceRequest request, List<WebRtcOffer> offers) implements WebTorrentRequest {
    public Announce {
      offers = List.copyOf(offers);
    }
  }

  /**
   * A peer answers an offer.
   *
   * @param infoHash the torrent
   * @param from the peer that answers
   * @param to the peer that made the offer
   * @param offerId the id of the offer
   * @param sdp the session description
   */
  record Answer(InfoHash infoHash, PeerId from, PeerId to, String offerId, String sdp)
      implements WebTorrentRequest {}

  /**
   * A peer asks for the counts of torrents.
   *
   * @param infoHashes 1 to {@link RequestReader#MAX_SCRAPED} infohashes
   */
  record Scrape(List<InfoHash> infoHashes) implements WebTorrentRequest {
    public Scrape {
      infoHashes = List.copyOf(infoHashes);
    }
  }
}
