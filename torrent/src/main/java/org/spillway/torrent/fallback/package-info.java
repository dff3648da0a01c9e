/**
 * What the DNS fallback and its readers agree on: the name that a URL's records stand at, and the
 * forms in which TXT records hold a torrent or a magnet link. Text and bytes only; DNS messages are
 * for others.
 */
@NullMarked
package org.spillway.torrent.fallback;

import org.jspecify.annotations.NullMarked;
