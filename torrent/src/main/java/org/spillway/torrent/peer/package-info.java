/**
 * Encodes what peers send each other (BEP 3, 5, 6, 9, 10, 52), as values that know their own wire
 * form. The package keeps no connection's state: the seeder and the client decide what may be sent
 * at which moment.
 */
@NullMarked
package org.spillway.torrent.peer;

import org.jspecify.annotations.NullMarked;
