package org.spillway.negotiation.fields;

/** A request as a door shows it, whichever server stands behind the door. */
public interface RequestHead {

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

  /**
   * Scheme, host and port that the request was sent to, such as {@code http://192.0.2.1:8080}; the
   * port may be missing. If the request names no host, it is empty, or the address of ours that the
   * client has connected to.
   */
  String origin();

  default boolean isHead() {
    return method().equals("HEAD");
  }
}
