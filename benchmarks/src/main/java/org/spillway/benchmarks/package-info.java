/**
 * Measures what Spillway costs, and beside it, in the same run, what others cost that do the same.
 * Figures are printed, never asserted.
 */
@NullMarked
package org.spillway.benchmarks;

import org.jspecify.annotations.NullMarked;
