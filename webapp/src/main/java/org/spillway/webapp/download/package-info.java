/**
 * Downloads what the arguments of {@code spillway get} name to where its options say: to a file, a
 * folder, a device or standard output, one after the other or side by side. The groups of options
 * are here, too.
 */
@NullMarked
package org.spillway.webapp.download;

import org.jspecify.annotations.NullMarked;
