package org.spillway.negotiation.folders;

import java.util.Optional;
import org.spillway.catalog.FolderEntry;

/** How the listing of a folder is written: its begin, entry by entry, and its end. */
interface FolderFormat {

  /** The media type, with its parameters. */
  String type();

  String begin();

  /**
   * @param isFirst whether no entry was written before it
   */
  void entry(FolderEntry entry, boolean isFirst, StringBuilder text);

  /**
   * @param next the query of the page that follows, if this one was limited and others follow
   */
  String end(Optional<String> next);
}
