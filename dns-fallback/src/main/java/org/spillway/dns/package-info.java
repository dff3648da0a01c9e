/**
 * The DNS fallback: an authoritative name server that answers with the torrent of a file, or a link
 * to it, at {@code [sha1]._torrent.[host]}, while the web server of that host is down. What stands
 * in the records is decided in {@code org.spillway.torrent.fallback}; here is how they are served.
 */
@NullMarked
package org.spillway.dns;

import org.jspecify.annotations.NullMarked;
