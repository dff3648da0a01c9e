/**
 * Attacks on a server and the good clients beside them: the programs that {@code bin/bench attack}
 * starts, each in a process of its own.
 */
@NullMarked
package org.spillway.benchmarks.attack;

import org.jspecify.annotations.NullMarked;
