package org.spillway.tracker;

/**
 * A snapshot of the tracker's counters.
 *
 * @param udpConnects the connection ids that were given away
 * @param peers the peers in all swarms that have an address, without the built-in seeders; a peer
 *     with addresses of both families counts twice
 * @param webRtcPeers the peers in all swarms that are reached over WebRTC
 * @param sockets the WebSockets that are open
 * @param swarms the swarms that are known; one with both families counts twice
 */
public record TrackerStats(
    Door http,
    Door udp,
    Door webSocket,
    long udpConnects,
    long peers,
    long webRtcPeers,
    long sockets,
    long swarms) {

  /**
   * Counts what came in through one door since the start; all four numbers together are the
   * requests.
   *
   * @param announces the announces that were answered
   * @param scrapes the scrapes that were answered
   * @param refused the well-formed requests that were refused, for example because the torrent is
   *     not ours
   * @param malformed the requests that could not be read; over UDP also those without a valid
   *     connection id
   */
  public record Door(long announces, long scrapes, long refused, long malformed) {}
}
