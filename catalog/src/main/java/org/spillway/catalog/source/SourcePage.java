package org.spillway.catalog.source;

import java.util.List;

/**
 * Part of a folder of a content source.
 *
 * @param entries in the order of their names ({@link NameOrder}); a file comes before a folder of
 *     the same name, on the same page
 * @param more whether others follow
 */
public record SourcePage(List<SourceEntry> entries, boolean more) {
  public SourcePage {
    entries = List.copyOf(entries);
  }
}
