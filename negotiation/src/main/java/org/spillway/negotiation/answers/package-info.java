/**
 * Answers to requests: their status, header fields and body, with a file, parts of it, or a
 * document in memory. Nothing is open or read before an answer is sent.
 */
@NullMarked
package org.spillway.negotiation.answers;

import org.jspecify.annotations.NullMarked;
