/**
 * Networks of slow links within one machine, made of Linux network namespaces, and programs that
 * download in them. Tests and benchmarks use this package; it is never shipped.
 */
@NullMarked
package org.spillway.testing;

import org.jspecify.annotations.NullMarked;
