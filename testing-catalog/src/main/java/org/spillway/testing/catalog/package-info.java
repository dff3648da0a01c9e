/** A catalog over a folder of a test. Tests use this package; it is never shipped. */
@NullMarked
package org.spillway.testing.catalog;

import org.jspecify.annotations.NullMarked;
