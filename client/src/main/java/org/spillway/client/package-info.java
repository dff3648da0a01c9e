/**
 * Downloads files as {@code spillway get} does: asks a server for a file in a way that lets it
 * answer with a torrent, fetches the content from peers and web seeds, and asks DNS for the torrent
 * if the server does not answer. Nothing is uploaded, and no port is opened.
 */
@NullMarked
package org.spillway.client;

import org.jspecify.annotations.NullMarked;
