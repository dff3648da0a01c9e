/** The commands of {@code spillway}. */
@NullMarked
package org.spillway.webapp.command;

import org.jspecify.annotations.NullMarked;
