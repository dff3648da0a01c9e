package org.spillway.negotiation;

class TorrentHandlerOverloadIT extends OverloadContract {
  TorrentHandlerOverloadIT() {
    super(HttpFixture.Door.HANDLER);
  }
}
