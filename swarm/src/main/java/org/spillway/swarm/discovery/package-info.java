/**
 * Finds peers without trackers: a node of the DHT that shares the engine's UDP port with uTP, and
 * announces in the networks of this machine.
 */
@NullMarked
package org.spillway.swarm.discovery;

import org.jspecify.annotations.NullMarked;
