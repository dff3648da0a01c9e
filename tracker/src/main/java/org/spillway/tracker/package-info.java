/**
 * Introduces peers to each other, over HTTP (BEP 3, 7, 23, 48) and over UDP (BEP 15), from one
 * store of swarms. Knows nothing of the files behind the torrents: which ones are ours, and where
 * the built-in seeder listens, is handed in at the start.
 */
@NullMarked
package org.spillway.tracker;

import org.jspecify.annotations.NullMarked;
