/**
 * Encodes and decodes bencode (BEP 3) strictly: each value has one byte form, so that decoding and
 * encoding again gives the same bytes, and an infohash can be computed from the value.
 */
@NullMarked
package org.spillway.torrent.bencode;

import org.jspecify.annotations.NullMarked;
