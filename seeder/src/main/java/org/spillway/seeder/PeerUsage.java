package org.spillway.seeder;

import org.spillway.catalog.usage.Delivery;
import org.spillway.catalog.usage.UsageCounter;
import org.spillway.catalog.usage.UsageMeter;
import org.spillway.swarm.upload.UploadMeter;
import org.spillway.torrent.ClientFamily;
import org.spillway.torrent.PeerId;

/** Counts what a peer is sent together with what all clients of its family are sent. */
record PeerUsage(UsageCounter counter) implements UploadMeter {
  static PeerUsage of(UsageMeter usage, String path, PeerId peer) {
    return new PeerUsage(usage.of(path, Delivery.PEERS, ClientFamily.of(peer)));
  }

  @Override
  public void sent(int blocks, int bytes) {
    counter.sentBlocks(blocks, bytes);
  }

  @Override
  public void rejected() {
    counter.rejected();
  }
}
