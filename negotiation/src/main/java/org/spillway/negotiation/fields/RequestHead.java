package org.spillway.negotiation.fields;

/** The method, target and header fields of a request, whichever server received it. */
public interface RequestHead {

  String method();

  /** Returns the path within the context, decoded, with a leading slash. */
  String path();

  /** Returns the query as it was sent, without the question mark; empty if there is none. */
  String query();

  /** Returns the values of all lines of a field, joined by commas; empty if there is none. */
  String field(String name);

  /** Returns the IP address that the request comes from, as text. */
  String client();

  /** Returns the host that is asked, perhaps with a port; empty if the request names none. */
  default String host() {
    return field("Host");
  }

  /**
   * Returns the scheme, host and port that the request was sent to, such as {@code
   * http://192.0.2.1:8080}; the port may be missing. If the request names no host, this is empty,
   * or the local address that the client has connected to.
   */
  String origin();

  default boolean isHead() {
    return method().equals("HEAD");
  }
}
