/**
 * The messages of WebTorrent's tracker protocol: JSON over a WebSocket, as the trackers of browsers
 * speak it. Codec and values only; who gets which message is decided in the package above.
 */
@NullMarked
package org.spillway.tracker.webtorrent;

import org.jspecify.annotations.NullMarked;
