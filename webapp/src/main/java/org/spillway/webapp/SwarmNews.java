package org.spillway.webapp;

import java.util.Optional;
import org.spillway.seeder.Seeder;
import org.spillway.swarm.Host;
import org.spillway.swarm.UploadPolicy;
import org.spillway.torrent.PeerAddress;
import org.spillway.torrent.announce.AnnounceEvent;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.tracker.PeerListener;

/** Passes on what the tracker hears: the policy knows each peer, and the seeder dials leechers. */
final class SwarmNews implements PeerListener {
  private final UploadPolicy policy;
  private final Optional<Seeder> seeder;

  SwarmNews(UploadPolicy policy, Optional<Seeder> seeder) {
    this.policy = policy;
    this.seeder = seeder;
  }

  @Override
  public void announced(AnnounceRequest request, PeerAddress peer) {
    var host = Host.of(peer.address());
    if (request.event() == AnnounceEvent.STOPPED) {
      policy.stopped(request.infoHash(), host);
      return;
    }
    policy.announced(request.infoHash(), host, !request.isSeeder());
    if (!request.isSeeder()) {
      seeder.ifPresent(open -> open.meet(request.infoHash(), peer));
    }
  }
}
