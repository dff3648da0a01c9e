package org.spillway.negotiation;

import java.util.concurrent.CompletableFuture;
import org.spillway.catalog.OfferedTorrent;

/** What a door has to do next. */
sealed interface Reply permits Answer, Reply.Wait {

  /** Ask again when this is done, or when patience is at its end. */
  record Wait(CompletableFuture<OfferedTorrent> torrent) implements Reply {}
}
