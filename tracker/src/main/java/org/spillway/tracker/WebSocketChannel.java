package org.spillway.tracker;

/** What carries the messages of one WebSocket: the container's end of {@link PeerSocket}. */
interface WebSocketChannel {
  /** Nothing is wrong (RFC 6455 §7.4.1). */
  int NORMAL = 1000;

  /** The server stops. */
  int GOING_AWAY = 1001;

  /** Binary frames: the protocol has none. */
  int UNSUPPORTED_DATA = 1003;

  int POLICY_VIOLATION = 1008;
  int TOO_BIG = 1009;

  /** The server has no room for now (IANA's registry of close codes). */
  int TRY_AGAIN_LATER = 1013;

  /**
   * Sends one text message without waiting. Called again only after {@code sent} was run.
   *
   * @param sent is run when the message is on its way, on any thread, perhaps within this call;
   *     never if the socket broke
   */
  void send(byte[] utf8, Runnable sent);

  /** Sends a ping without payload; must not wait for a slow peer. */
  void ping();

  /**
   * Closes the socket, or breaks it off if the peer does not take part. Safe to call twice.
   *
   * @param reason of at most 120 ASCII characters
   */
  void close(int status, String reason);
}
