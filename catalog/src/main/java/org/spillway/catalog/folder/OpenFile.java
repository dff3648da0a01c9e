package org.spillway.catalog.folder;

import java.nio.channels.FileChannel;

/**
 * A file that was opened.
 *
 * @param key of the inode that its name led to right after, among all file systems: that of another
 *     file if somebody moved them meanwhile, which shows in the time of change of both
 */
record OpenFile(FileChannel channel, Object key) {}
