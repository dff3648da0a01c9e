/** Makes torrents of files and folders on this machine, and tells what stands in torrents. */
@NullMarked
package org.spillway.webapp.metainfo;

import org.jspecify.annotations.NullMarked;
