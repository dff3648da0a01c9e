/** Decides which peers may connect, how often they are dialled, and who has the next turn. */
@NullMarked
package org.spillway.swarm.admission;

import org.jspecify.annotations.NullMarked;
