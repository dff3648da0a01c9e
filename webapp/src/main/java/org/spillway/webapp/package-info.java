/**
 * Puts the whole of Spillway together: configuration, the wiring of catalog and servers, the
 * command line, the demo, and the WAR for servlet containers.
 */
@NullMarked
package org.spillway.webapp;

import org.jspecify.annotations.NullMarked;
