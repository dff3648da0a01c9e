package org.spillway.swarm.utp;

import java.nio.ByteBuffer;

/** Ignores everything; it listens before a connection is accepted, and after it was closed. */
enum SilentListener implements UtpListener {
  INSTANCE;

  @Override
  public void connected() {}

  @Override
  public void received(ByteBuffer data) {}

  @Override
  public void receivedAll() {}

  @Override
  public void writable() {}

  @Override
  public void failed(String why) {}
}
