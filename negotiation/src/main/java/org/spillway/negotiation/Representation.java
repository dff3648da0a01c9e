package org.spillway.negotiation;

/** What of a file a request gets. */
sealed interface Representation {

  /**
   * @param varies whether another request for the same URL can get something else
   */
  record File(boolean varies) implements Representation {}

  /**
   * @param named by the query, rather than chosen by header fields
   */
  record Torrent(boolean named) implements Representation {}
}
