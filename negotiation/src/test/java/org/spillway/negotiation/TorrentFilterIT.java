package org.spillway.negotiation;

class TorrentFilterIT extends FilesOverHttpContract {
  TorrentFilterIT() {
    super(HttpFixture.Door.FILTER);
  }
}
