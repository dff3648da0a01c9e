/**
 * What peers send each other (BEP 3, 5, 6, 9, 10, 52), as values that know their own wire form.
 * Nothing here keeps a connection's state: who may say what at which moment is the seeder's and the
 * client's business.
 */
@NullMarked
package org.spillway.torrent.peer;

import org.jspecify.annotations.NullMarked;
