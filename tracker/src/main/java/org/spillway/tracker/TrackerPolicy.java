package org.spillway.tracker;

/** Which torrents a tracker takes announces for. */
public enum TrackerPolicy {
  /** Only those that this server offers. */
  OURS,
  /** Any; the built-in seeders are peers of ours all the same, and of no other. */
  OPEN
}
