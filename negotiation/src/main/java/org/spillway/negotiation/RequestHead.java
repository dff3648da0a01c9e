package org.spillway.negotiation;

/** A request as a door shows it, whichever server stands behind the door. */
interface RequestHead {

  String method();

  /** Decoded, within the context, with a leading slash. */
  String path();

  /** As it was sent, without the question mark; empty if there is none. */
  String query();

  /** The values of all lines of a field, joined by commas; empty if there is none. */
  String field(String name);

  /** The IP address that the request comes from, as text. */
  String client();

  /** The host that is asked, perhaps with a port; empty if the request names none. */
  default String host() {
    return field("Host");
  }

  default boolean isHead() {
    return method().equals("HEAD");
  }
}
