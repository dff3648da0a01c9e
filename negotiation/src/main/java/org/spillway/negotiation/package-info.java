/**
 * Decides which representation of an offered file a request gets over HTTP: the file, its torrent
 * or another description. {@link org.spillway.negotiation.TorrentFilter} and {@link
 * org.spillway.negotiation.TorrentHandler} bring requests and answers from and to servlets and
 * Jetty.
 */
@NullMarked
package org.spillway.negotiation;

import org.jspecify.annotations.NullMarked;
