package org.spillway.tracker;

/** Says for which torrents a tracker accepts announces. */
public enum TrackerPolicy {
  /** Only torrents that this server offers are accepted. */
  OURS,
  /** Any torrent is accepted; the built-in seeders are still peers of our torrents only. */
  OPEN
}
