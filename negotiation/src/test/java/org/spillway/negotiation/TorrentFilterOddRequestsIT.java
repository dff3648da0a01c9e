package org.spillway.negotiation;

/** The filter in front of an application of others, and odd requests. */
class TorrentFilterOddRequestsIT extends OddRequestsContract {
  TorrentFilterOddRequestsIT() {
    super(HttpFixture.Door.FILTER);
  }
}
