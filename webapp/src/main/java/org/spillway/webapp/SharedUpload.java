package org.spillway.webapp;

import org.spillway.catalog.OfferedTorrent;
import org.spillway.negotiation.WebSeedPolicy;
import org.spillway.net.IpAddresses;
import org.spillway.swarm.Host;
import org.spillway.swarm.UploadPolicy;
import org.spillway.swarm.WebSeedAnswer;

/** Decides what a client of the web seed gets, by the policy that the seeder follows as well. */
record SharedUpload(UploadPolicy policy) implements WebSeedPolicy {

  @Override
  public Decision decide(OfferedTorrent torrent, String client) {
    return IpAddresses.parseClient(client)
        .map(address -> policy.webSeed(torrent.info(), Host.of(address)))
        .map(SharedUpload::decision)
        .orElse(Decision.send());
  }

  private static Decision decision(WebSeedAnswer answer) {
    if (answer instanceof WebSeedAnswer.Later later) {
      return Decision.later(later.retryAfter());
    }
    return answer instanceof WebSeedAnswer.Undecided undecided
        ? Decision.undecided(undecided.delay())
        : Decision.send();
  }
}
