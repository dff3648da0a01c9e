package org.spillway.catalog.source;

import java.util.List;

/**
 * Part of a folder of a content source.
 *
 * @param entries in the order of the code units of their names
 * @param more whether others follow
 */
public record SourcePage(List<SourceEntry> entries, boolean more) {
  public SourcePage {
    entries = List.copyOf(entries);
  }
}
