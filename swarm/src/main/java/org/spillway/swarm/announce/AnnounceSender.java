package org.spillway.swarm.announce;

import java.util.concurrent.CompletionStage;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceRequest;

/** Sends announces. Called on the {@link AnnounceLoop}, on which the answers arrive as well. */
interface AnnounceSender {
  /**
   * Announces to one tracker.
   *
   * @param trackerId the id that the tracker gave before; empty if it gave none
   * @return the answer; an {@link AnnounceRefusedException} if the tracker refuses the announce,
   *     and another {@link java.io.IOException} if it does not answer, or answers nonsense
   */
  CompletionStage<AnnounceAnswer.Announced> announce(
      String tracker, AnnounceRequest request, String trackerId);
}
