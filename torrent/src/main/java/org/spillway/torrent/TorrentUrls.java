package org.spillway.torrent;

import java.util.List;

/**
 * The part of a metainfo file outside the info dictionary that says where to find the swarm. It can
 * change without changing the infohash.
 *
 * @param announceTiers the announce URLs, tried tier by tier (BEP 12)
 * @param webSeeds the URLs that serve the file itself (BEP 19)
 */
public record TorrentUrls(List<List<String>> announceTiers, List<String> webSeeds) {
  public static final TorrentUrls NONE = new TorrentUrls(List.of(), List.of());

  public TorrentUrls {
    announceTiers = announceTiers.stream().map(List::copyOf).filter(t -> !t.isEmpty()).toList();
    webSeeds = List.copyOf(webSeeds);
  }

  /** Returns every announce URL, in order. */
  public List<String> trackers() {
    return announceTiers.stream().flatMap(List::stream).toList();
  }
}
