package org.spillway.negotiation;

class TorrentFilterSentBytesIT extends SentBytesContract {
  TorrentFilterSentBytesIT() {
    super(HttpFixture.Door.FILTER);
  }
}
