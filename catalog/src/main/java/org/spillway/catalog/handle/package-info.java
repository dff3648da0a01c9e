/**
 * Handles of files and folders that hold an inode without opening it. Linux has them, and Java does
 * not: this package calls the C library.
 */
@NullMarked
package org.spillway.catalog.handle;

import org.jspecify.annotations.NullMarked;
