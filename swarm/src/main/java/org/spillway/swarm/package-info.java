/**
 * Decides what this server uploads: which pieces a peer is offered, whether a web seed's request is
 * answered, and at which rate bytes leave. This package has no sockets and reads only the clock
 * that it is given, so that every decision can be tested as a value.
 */
@NullMarked
package org.spillway.swarm;

import org.jspecify.annotations.NullMarked;
