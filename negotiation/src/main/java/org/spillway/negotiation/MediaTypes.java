package org.spillway.negotiation;

import org.spillway.torrent.Metainfo;

/** The media types of what describes a file. */
final class MediaTypes {
  static final String TORRENT = Metainfo.MEDIA_TYPE;

  /** Metalink, version 4 (RFC 5854 §7). */
  static final String METALINK = "application/metalink4+xml";

  private MediaTypes() {}
}
