package org.spillway.negotiation;

import java.util.Optional;
import org.spillway.catalog.FolderPage;

/**
 * A page of a folder, ready to be shown.
 *
 * @param path as it was asked for, decoded, with slashes at both ends
 * @param url of the folder as the world sees it, with a final slash
 */
record FolderListing(String path, String url, FolderQuery query, FolderPage page) {

  /** The query of the next page, if there is one. */
  Optional<String> next() {
    var entries = page.entries();
    return page.more() && !entries.isEmpty()
        ? Optional.of(query.next(entries.get(entries.size() - 1).name()))
        : Optional.empty();
  }

  boolean isRoot() {
    return path.equals("/");
  }
}
