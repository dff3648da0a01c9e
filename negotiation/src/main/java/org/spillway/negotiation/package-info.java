/**
 * Which representation of an offered file a request gets, over HTTP: the file or its torrent. The
 * decisions know no servlets; {@link org.spillway.negotiation.TorrentFilter} is a thin door to
 * them.
 */
@NullMarked
package org.spillway.negotiation;

import org.jspecify.annotations.NullMarked;
