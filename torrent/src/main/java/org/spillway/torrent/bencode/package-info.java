/**
 * Bencode (BEP 3), strict: one byte form for each value, so that decoding and encoding again gives
 * the same bytes and an infohash can be taken from the value.
 */
@NullMarked
package org.spillway.torrent.bencode;

import org.jspecify.annotations.NullMarked;
