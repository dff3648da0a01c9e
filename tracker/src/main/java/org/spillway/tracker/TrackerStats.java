package org.spillway.tracker;

/**
 * A snapshot.
 *
 * @param udpConnects connection ids given away
 * @param peers in all swarms that have an address, without the built-in seeders; a peer with
 *     addresses of both families counts twice
 * @param webRtcPeers in all swarms that are reached over WebRTC
 * @param sockets WebSockets that are open
 * @param swarms that are known, once for each family
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
   * What came in since the start; all four together are the requests.
   *
   * @param announces that were answered
   * @param scrapes that were answered
   * @param refused requests in good form, for instance for a torrent that is not ours
   * @param malformed requests that could not be read; over UDP also those without a valid
   *     connection id
   */
  public record Door(long announces, long scrapes, long refused, long malformed) {}
}
