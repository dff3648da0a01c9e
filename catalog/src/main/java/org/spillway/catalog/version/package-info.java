/** How the versions of a file follow each other, and which bytes stay the same by it. */
@NullMarked
package org.spillway.catalog.version;

import org.jspecify.annotations.NullMarked;
