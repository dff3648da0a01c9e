/**
 * The sockets of servers: event loops, and UDP sockets whose answers leave from the address that
 * was asked. Needs Netty, and knows nothing of what is asked and answered.
 */
@NullMarked
package org.spillway.net.sockets;

import org.jspecify.annotations.NullMarked;
