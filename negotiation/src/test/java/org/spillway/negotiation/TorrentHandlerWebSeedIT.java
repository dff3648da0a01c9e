package org.spillway.negotiation;

class TorrentHandlerWebSeedIT extends WebSeedContract {
  TorrentHandlerWebSeedIT() {
    super(HttpFixture.Door.HANDLER);
  }
}
