/**
 * Defines what the DNS fallback and its readers agree on: the name that holds a URL's records, and
 * the forms in which TXT records hold a torrent or a magnet link. The package knows text and bytes
 * only, and no DNS messages.
 */
@NullMarked
package org.spillway.torrent.fallback;

import org.jspecify.annotations.NullMarked;
