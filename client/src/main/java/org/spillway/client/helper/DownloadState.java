package org.spillway.client.helper;

import java.net.URI;
import java.nio.file.Path;

/**
 * The state of a download at one moment, as the extension shows it.
 *
 * @param target the path of the file once the phase is {@link Phase#DONE}
 * @param length the length in bytes, or 0 as long as it is not known
 * @param verified the number of bytes on the disk; those of a torrent count once their piece is
 *     verified
 * @param peers the number of connected peers
 * @param rate the bytes a second during the last seconds
 * @param failure a sentence for a person, which is empty unless the phase is {@link Phase#FAILED}
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
