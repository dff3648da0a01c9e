package org.spillway.swarm.utp;

import java.nio.ByteBuffer;

/** Hears what happens to one connection; called by the thread that drives its endpoint. */
public interface UtpListener {
  /** Hears that the other side has answered; only where we connected. */
  void connected();

  /**
   * Hears bytes, in their order.
   *
   * @param data the bytes, which are valid only during the call
   */
  void received(ByteBuffer data);

  /** Hears that nothing more follows. */
  void receivedAll();

  /** Hears that {@link UtpConnection#write} takes bytes again, after it did not take all. */
  void writable();

  /**
   * Hears that the connection has ended without {@link UtpConnection#close}: nothing more comes,
   * and nothing more is sent.
   *
   * @param why the reason, in words
   */
  void failed(String why);
}
