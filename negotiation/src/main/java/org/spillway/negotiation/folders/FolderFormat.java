package org.spillway.negotiation.folders;

import java.util.Optional;
import org.spillway.catalog.FolderEntry;

/** The format of a folder's listing: how its beginning, its entries and its end are written. */
interface FolderFormat {

  /** Returns the media type, with its parameters. */
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
