package org.spillway.negotiation.folders;

/**
 * A folder in the form in which a request wants to see it.
 *
 * @param path as it was asked for, decoded, with slashes at both ends
 * @param url of the folder as the world sees it, with a final slash
 */
record FolderView(String path, String url, FolderQuery query) {

  boolean isRoot() {
    return path.equals("/");
  }

  /** Returns the query of the page that begins behind a name. */
  String next(String last) {
    return query.next(last);
  }
}
