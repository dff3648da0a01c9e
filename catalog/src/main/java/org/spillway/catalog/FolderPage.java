package org.spillway.catalog;

import java.util.List;

/**
 * Part of what a folder shows.
 *
 * @param entries in the order of their names ({@link org.spillway.catalog.source.NameOrder}); a
 *     file comes before a folder of the same name, on the same page
 * @param more whether others follow
 */
public record FolderPage(List<FolderEntry> entries, boolean more) {
  public FolderPage {
    entries = List.copyOf(entries);
  }
}
