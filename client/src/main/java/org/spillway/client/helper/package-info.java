/**
 * The native helper of the browser extension: a native messaging host, which the browser starts and
 * talks to over standard input and output, and which downloads as {@code spillway get} does. {@link
 * org.spillway.client.helper.NativeHost} is the face.
 */
@NullMarked
package org.spillway.client.helper;

import org.jspecify.annotations.NullMarked;
