package org.spillway.swarm.peer;

import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;

/** Talks to one peer after the handshakes. Used on the connection's event loop only. */
interface Session {
  /** Sends the first messages. */
  void begin();

  /**
   * Handles a message, whose payload is valid only until this method returns.
   *
   * @throws MalformedMessageException if the peer must lose its connection for it
   */
  void received(PeerMessage message) throws MalformedMessageException;

  /** Goes on after a burst of messages, and whenever the peer has taken what it was sent. */
  void proceed() throws MalformedMessageException;

  /** Looks after the peer; called twice a second. */
  void tick() throws MalformedMessageException;

  /** Returns the port at which the peer says that it accepts connections; 0 until it says so. */
  int theirPort();

  /** Returns whether blocks were sent or received since this method was last called. */
  boolean progressedSince();

  /** Returns whether the peer has given us anything that we need. */
  boolean wasUseful();

  /** Returns how many bytes the peer may send because we have asked for them. */
  long expectedBytes();

  /** Ends what was begun; the connection has ended. */
  void close();
}
