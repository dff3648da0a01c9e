/**
 * The whole of Spillway put together: configuration, the wiring of catalog and doors, the command
 * line, the demo, and the WAR for servlet containers.
 */
@NullMarked
package org.spillway.webapp;

import org.jspecify.annotations.NullMarked;
