/**
 * One server and a crowd of clients that all want the same file, each behind a slow link of its
 * own: how long the last one waits, and how often the server sends each byte.
 */
@NullMarked
package org.spillway.benchmarks.flashcrowd;

import org.jspecify.annotations.NullMarked;
