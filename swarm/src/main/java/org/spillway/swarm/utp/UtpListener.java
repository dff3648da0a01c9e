package org.spillway.swarm.utp;

import java.nio.ByteBuffer;

/** Hears what happens to one connection; called by the thread that drives its endpoint. */
public interface UtpListener {
  /** The other side has answered; only where we connected. */
  void connected();

  /**
   * Bytes have come, in order.
   *
   * @param data only valid during the call
   */
  void received(ByteBuffer data);

  /** Nothing more follows what was received until now. */
  void receivedAll();

  /** {@link UtpConnection#write} takes bytes again, after it did not take all. */
  void writable();

  /**
   * The connection has ended, without {@link UtpConnection#close}: nothing more comes, and nothing
   * more is sent.
   *
   * @param why for people
   */
  void failed(String why);
}
