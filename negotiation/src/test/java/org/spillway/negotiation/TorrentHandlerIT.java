package org.spillway.negotiation;

class TorrentHandlerIT extends FilesOverHttpContract {
  TorrentHandlerIT() {
    super(HttpFixture.Door.HANDLER);
  }
}
