/**
 * Introduces peers to each other, over HTTP (BEP 3, 7, 23, 48), UDP (BEP 15) and WebSockets, from
 * one store of swarms. It knows nothing of the files behind the torrents: the caller says which
 * ones are ours, and where the built-in seeder listens.
 */
@NullMarked
package org.spillway.tracker;

import org.jspecify.annotations.NullMarked;
