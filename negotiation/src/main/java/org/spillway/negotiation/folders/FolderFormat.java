package org.spillway.negotiation.folders;

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
   * @param next the query of the page that follows, empty if none does or all entries are here
   */
  String end(String next);
}
