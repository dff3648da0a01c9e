/**
 * Memory outside the heap for what is read from content in order to be sent, from one budget for
 * all protocols.
 */
@NullMarked
package org.spillway.catalog.memory;

import org.jspecify.annotations.NullMarked;
