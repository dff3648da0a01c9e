/** Limits uploads, and lends them memory. */
@NullMarked
package org.spillway.swarm.upload;

import org.jspecify.annotations.NullMarked;
