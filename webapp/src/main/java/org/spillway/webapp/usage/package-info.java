/** Keeps what was sent, by day, beyond restarts. */
@NullMarked
package org.spillway.webapp.usage;

import org.jspecify.annotations.NullMarked;
