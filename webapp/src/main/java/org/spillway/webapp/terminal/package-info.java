/**
 * Shows downloads to people on a terminal and in logs, and to programs as JSON. Nothing that comes
 * from outside can command a terminal.
 */
@NullMarked
package org.spillway.webapp.terminal;

import org.jspecify.annotations.NullMarked;
