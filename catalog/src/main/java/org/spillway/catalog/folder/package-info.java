/**
 * A folder of this machine as a source of content. Its way from a path to an open file holds
 * against links and renames made meanwhile: what is read is what was looked at.
 */
@NullMarked
package org.spillway.catalog.folder;

import org.jspecify.annotations.NullMarked;
