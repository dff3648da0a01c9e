/**
 * What is offered: the files of a content source, whether the world may read them, and the torrent
 * of each. Hashing happens here, in the background, and what it finds out is kept in a folder that
 * survives restarts.
 */
@NullMarked
package org.spillway.catalog;

import org.jspecify.annotations.NullMarked;
