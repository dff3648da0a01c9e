package org.spillway.swarm.peer;

import org.spillway.torrent.peer.MalformedMessageException;
import org.spillway.torrent.peer.PeerMessage;

/**
 * Fetches something about a torrent from one peer, and exchanges no pieces. Used on the
 * connection's event loop only.
 */
abstract class FetchSession implements Session {
  private final PeerContext peer;
  private final Runnable leave;
  private boolean progressed;

  /**
   * Makes a session.
   *
   * @param leave notes that the connection has left the torrent
   */
  FetchSession(PeerContext peer, Runnable leave) {
    this.peer = peer;
    this.leave = leave;
  }

  void send(PeerMessage message) {
    peer.writer().send(message);
  }

  /** Notes that the peer has sent something that was asked for. */
  void progressed() {
    progressed = true;
  }

  /** Parts with a peer that does not have what we need. */
  void part(String reason) {
    peer.part(reason);
  }

  @Override
  public void proceed() throws MalformedMessageException {}

  @Override
  public void tick() throws MalformedMessageException {}

  @Override
  public int theirPort() {
    return 0;
  }

  @Override
  public boolean progressedSince() {
    boolean since = progressed;
    progressed = false;
    return since;
  }

  @Override
  public boolean wasUseful() {
    return false;
  }

  @Override
  public long expectedBytes() {
    return 0;
  }

  @Override
  public void close() {
    leave.run();
  }
}
