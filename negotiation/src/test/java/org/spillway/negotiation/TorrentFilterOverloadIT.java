package org.spillway.negotiation;

class TorrentFilterOverloadIT extends OverloadContract {
  TorrentFilterOverloadIT() {
    super(HttpFixture.Door.FILTER);
  }
}
