/**
 * What programs on the internet need, whatever they do there: addresses and their blocks, a keyed
 * hash, and threads. Uses the JDK only.
 */
@NullMarked
package org.spillway.net;

import org.jspecify.annotations.NullMarked;
