package org.spillway.client;

import java.io.IOException;
import org.spillway.torrent.peer.Handshake;

/** Lets peers send the pieces that a picker chooses. */
record PieceTask(PiecePicker board, ClientSettings settings) implements PeerTask {
  @Override
  public long reserved() {
    return Handshake.FAST | (board.info().format().hasV1() ? 0 : Handshake.V2);
  }

  @Override
  public void run(PeerLink link) throws IOException, InterruptedException {
    new PieceDownload(board, link, settings).run();
  }
}
