/**
 * Serves the DNS fallback: an authoritative name server answers with the torrent of a file, or a
 * link to it, at {@code [sha1]._torrent.[host]}, while the web server of that host is down. {@code
 * org.spillway.torrent.fallback} decides what stands in the records; this package serves them.
 */
@NullMarked
package org.spillway.dns;

import org.jspecify.annotations.NullMarked;
