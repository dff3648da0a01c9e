package org.spillway.catalog;

import java.util.List;

/**
 * Part of a folder of a content source.
 *
 * @param entries in the order of the code units of their names
 * @param more whether others follow
 */
record SourcePage(List<SourceEntry> entries, boolean more) {
  SourcePage {
    entries = List.copyOf(entries);
  }
}
