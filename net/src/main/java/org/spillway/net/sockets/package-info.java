/**
 * The UDP sockets of a server whose machine has several addresses: an answer leaves from the
 * address that was asked. Knows nothing of what is asked and answered.
 */
@NullMarked
package org.spillway.net.sockets;

import org.jspecify.annotations.NullMarked;
