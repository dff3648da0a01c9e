package org.spillway.negotiation.answers;

import org.spillway.negotiation.TorrentCoding;

/**
 * What the choice of a representation depends on, beside the request.
 *
 * @param type the media type of the file itself, in lower case
 * @param byCoding whether the content coding can select its torrent ({@link TorrentCoding})
 */
public record FileKind(String type, boolean byCoding) {

  /**
   * The type as answers say it. A text that does not say how it is encoded is shown by a browser as
   * its maker's country once wrote, and is UTF-8 almost always.
   */
  String contentType() {
    return type.startsWith("text/") ? type + ";charset=utf-8" : type;
  }
}
