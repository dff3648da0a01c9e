package org.spillway.negotiation;

/** The filter in front of an application of others, and ranges and conditions. */
class TorrentFilterPartsIT extends PartsOverHttpContract {
  TorrentFilterPartsIT() {
    super(HttpFixture.Door.FILTER);
  }
}
