/**
 * Keeps the pieces of one download on the disk, in one file or in a folder of many, until all are
 * there. The names of files come from outside, and never lead out of the folder.
 */
@NullMarked
package org.spillway.client.store;

import org.jspecify.annotations.NullMarked;
