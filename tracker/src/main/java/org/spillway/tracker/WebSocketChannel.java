package org.spillway.tracker;

/** Carries the messages of one WebSocket; it is the container's side of {@link PeerSocket}. */
interface WebSocketChannel {
  /** The status of a normal end (RFC 6455 §7.4.1). */
  int NORMAL = 1000;

  /** The status that says that the server stops. */
  int GOING_AWAY = 1001;

  /** The status that refuses binary frames, which the protocol does not have. */
  int UNSUPPORTED_DATA = 1003;

  int POLICY_VIOLATION = 1008;
  int TOO_BIG = 1009;

  /** The status that says that the server has no room now (IANA's registry of close codes). */
  int TRY_AGAIN_LATER = 1013;

  /**
   * Sends one text message without waiting. It is called again only after {@code sent} was run.
   *
   * @param sent runs when the message is on its way, on any thread, perhaps within this call; never
   *     if the socket broke
   */
  void send(byte[] utf8, Runnable sent);

  /** Sends a ping without payload; must not wait for a slow peer. */
  void ping();

  /**
   * Closes the socket, or breaks it off if the peer does not cooperate. Safe to call twice.
   *
   * @param status the status code
   * @param reason the reason, at most 120 ASCII characters
   */
  void close(int status, String reason);
}
