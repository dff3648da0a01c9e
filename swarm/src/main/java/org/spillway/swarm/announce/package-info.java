/**
 * Announces torrents to trackers: a download to the tiers of its torrent, and a seeder all that it
 * offers. All of it runs on one event loop, and no torrent or tracker has a thread of its own.
 */
@NullMarked
package org.spillway.swarm.announce;

import org.jspecify.annotations.NullMarked;
