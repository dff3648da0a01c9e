package org.spillway.webapp;

import java.net.InetAddress;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.spillway.swarm.Host;
import org.spillway.swarm.ReportedTraffic;
import org.spillway.swarm.UploadPolicy;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.tracker.PeerListener;

/**
 * Passes on the announces to the tracker: the policy is told of each peer, the seeder dials
 * leechers, and the traffic that peers report is added up. For peers that are reached over WebRTC
 * alone, only the last is done: the seeder can neither dial them nor be dialled by them, so the web
 * seed must neither wait until it knows them nor count on them to serve others.
 */
final class SwarmNews implements PeerListener {
  private final UploadPolicy policy;
  private final BiConsumer<InfoHash, PeerAddress> leechers;
  private final ReportedTraffic traffic;
  private final Predicate<InetAddress> mayBeDialled;

  /**
   * @param leechers is told of the leechers of each torrent that may be dialled
   * @param mayBeDialled tells the addresses that the seeder may connect to
   */
  SwarmNews(
      UploadPolicy policy,
      BiConsumer<InfoHash, PeerAddress> leechers,
      ReportedTraffic traffic,
      Predicate<InetAddress> mayBeDialled) {
    this.policy = policy;
    this.leechers = leechers;
    this.traffic = traffic;
    this.mayBeDialled = mayBeDialled;
  }

  @Override
  public void announced(AnnounceRequest request, InetAddress source) {
    traffic.announced(request);
    var host = Host.of(source);
    if (request.event() == AnnounceEvent.STOPPED) {
      policy.stopped(request.infoHash(), host);
      return;
    }
    policy.announced(request.infoHash(), host, request.isDownloader());
    boolean isReachable = request.acceptsConnections() && mayBeDialled.test(source);
    if (request.isDownloader() && isReachable) {
      var peer = new PeerAddress(source, request.port());
      leechers.accept(request.infoHash(), peer);
    }
  }

  @Override
  public void announcedOverWebSocket(AnnounceRequest request) {
    traffic.announced(request);
  }
}
