package org.spillway.negotiation;

/** The handler alone, and ranges and conditions. */
class TorrentHandlerPartsIT extends PartsOverHttpContract {
  TorrentHandlerPartsIT() {
    super(HttpFixture.Door.HANDLER);
  }
}
