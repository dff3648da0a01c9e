/**
 * Encodes what peers and trackers say to each other, once as values and twice on the wire: over
 * HTTP (BEP 3, 7, 23, 48) and over UDP (BEP 15, 41). This package opens no socket and looks up no
 * name.
 */
@NullMarked
package org.spillway.torrent.announce;

import org.jspecify.annotations.NullMarked;
