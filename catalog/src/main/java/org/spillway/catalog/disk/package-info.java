/**
 * Asks disks that may not answer: a hung one keeps a bounded number of threads, and the callers go
 * on.
 */
@NullMarked
package org.spillway.catalog.disk;

import org.jspecify.annotations.NullMarked;
