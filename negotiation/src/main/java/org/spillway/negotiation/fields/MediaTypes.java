package org.spillway.negotiation.fields;

import org.spillway.torrent.Metainfo;

/** The media types of what describes a file. */
public final class MediaTypes {
  public static final String TORRENT = Metainfo.MEDIA_TYPE;

  /** Metalink, version 4 (RFC 5854 §7). */
  public static final String METALINK = "application/metalink4+xml";

  private MediaTypes() {}
}
