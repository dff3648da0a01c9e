package org.spillway.catalog;

import java.util.List;

/**
 * Part of what a folder shows.
 *
 * @param entries in the order of the code units of their names
 * @param more whether others follow
 */
public record FolderPage(List<FolderEntry> entries, boolean more) {
  public FolderPage {
    entries = List.copyOf(entries);
  }
}
