/** The forms in which the program logs. */
@NullMarked
package org.spillway.webapp.logging;

import org.jspecify.annotations.NullMarked;
