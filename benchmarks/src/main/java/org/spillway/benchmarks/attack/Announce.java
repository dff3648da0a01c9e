package org.spillway.benchmarks.attack;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.spillway.torrent.InfoDictionary;

/** Announces itself to the tracker, as a client that has just begun. */
final class Announce implements GoodClient.Work {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final HttpDownload announce;

  Announce(Target target, InfoDictionary info) {
    String hash = HexFormat.of().withPrefix("%").formatHex(info.swarmHash().toBytes());
    this.announce =
        new HttpDownload(
            target,
            "/announce?info_hash=%s&peer_id=-GC0001-%s&port=6881&left=1&compact=1&event=started"
                .formatted(hash, "a".repeat(12)));
  }

  @Override
  public void doOnce(ClientProgress progress) throws IOException {
    progress.asks();
    announce.doOnce(progress);
    progress.rests();
    LockSupport.parkNanos(PAUSE);
  }
}
