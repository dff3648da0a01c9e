package org.spillway.catalog;

/**
 * A catalog at one moment.
 *
 * @param torrents the number of torrents that are offered
 * @param bytes the length of their files together, in bytes
 * @param hashing the number of files that are being hashed or wait for it
 * @param bytesHashed the number of bytes hashed since the start
 */
public record CatalogStats(long torrents, long bytes, int hashing, long bytesHashed) {}
