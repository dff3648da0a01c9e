package org.spillway.negotiation;

class TorrentHandlerChangesIT extends ChangingFilesContract {
  TorrentHandlerChangesIT() {
    super(HttpFixture.Door.HANDLER);
  }
}
