package org.spillway.negotiation;

/** The handler alone, and odd requests. */
class TorrentHandlerOddRequestsIT extends OddRequestsContract {
  TorrentHandlerOddRequestsIT() {
    super(HttpFixture.Door.HANDLER);
  }
}
