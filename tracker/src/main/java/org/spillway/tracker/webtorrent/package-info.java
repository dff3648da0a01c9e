/**
 * Reads and writes the messages of WebTorrent's tracker protocol: JSON over a WebSocket, as the
 * trackers of browsers speak it. It has the codec and the values only; the package above decides
 * who gets which message.
 */
@NullMarked
package org.spillway.tracker.webtorrent;

import org.jspecify.annotations.NullMarked;
