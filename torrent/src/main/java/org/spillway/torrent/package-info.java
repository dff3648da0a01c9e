/**
 * Defines what a torrent is: metainfo and info dictionaries in all three formats (BEP 3, 12, 19,
 * 27, 52), infohashes, merkle trees and magnet links (BEP 9, 53). The package has values only: it
 * reads no file and opens no socket.
 */
@NullMarked
package org.spillway.torrent;

import org.jspecify.annotations.NullMarked;
