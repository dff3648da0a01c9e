package org.spillway.negotiation.answers;

/** A representation of a file, which a request gets. */
public sealed interface Representation {

  /**
   * @param varies whether another request for the same URL can get something else
   */
  record File(boolean varies) implements Representation {}

  /**
   * The file at a mirror, if there is one.
   *
   * @param varies whether another request for the same URL can get something else
   */
  record AtMirror(boolean varies) implements Representation {}

  /** The page that downloads the file in the browser, which only a query names. */
  record SwarmPage() implements Representation {}

  /** A description of the file, which exists as soon as the file is hashed. */
  sealed interface Description extends Representation {
    /** Returns whether the query named it, rather than header fields. */
    boolean named();
  }

  record Torrent(boolean named) implements Description {}

  record Metalink(boolean named) implements Description {}

  /** The magnet link, which only a query names. */
  record Magnet() implements Description {
    @Override
    public boolean named() {
      return true;
    }
  }
}
