package org.spillway.catalog;

/**
 * A catalog at one moment.
 *
 * @param torrents that are offered
 * @param bytes of the files that they are for
 * @param hashing files that wait or are under way
 * @param bytesHashed since the start
 */
public record CatalogStats(long torrents, long bytes, int hashing, long bytesHashed) {}
