package org.spillway.negotiation;

class TorrentHandlerSentBytesIT extends SentBytesContract {
  TorrentHandlerSentBytesIT() {
    super(HttpFixture.Door.HANDLER);
  }
}
