/**
 * Where files come from, as a catalog sees it: what is there, whether the world may read it, and
 * its bytes. What names a file, a folder or a piece of content is here; what reads them is not.
 */
@NullMarked
package org.spillway.catalog.source;

import org.jspecify.annotations.NullMarked;
