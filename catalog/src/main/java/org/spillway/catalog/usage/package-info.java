/** Counts what is sent of each file, how, and to which clients. */
@NullMarked
package org.spillway.catalog.usage;

import org.jspecify.annotations.NullMarked;
