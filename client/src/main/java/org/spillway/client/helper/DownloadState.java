package org.spillway.client.helper;

import java.net.URI;
import java.nio.file.Path;

/**
 * One look at a download, as the extension shows it.
 *
 * @param target where the file is once the phase is {@link Phase#DONE}
 * @param length in bytes; 0 while it is not known
 * @param verified bytes that are on the disk; of a torrent, those of verified pieces
 * @param peers connected
 * @param rate bytes a second, over the last seconds
 * @param failure a sentence for a person; empty unless the phase is {@link Phase#FAILED}
 */
record DownloadState(
    String id,
    URI url,
    Path target,
    long length,
    Phase phase,
    long verified,
    Received received,
    int peers,
    long rate,
    String failure) {

  String name() {
    return String.valueOf(target.getFileName());
  }
}
