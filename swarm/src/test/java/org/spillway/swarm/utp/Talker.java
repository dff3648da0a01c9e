package org.spillway.swarm.utp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One end of a connection: sends what it was given, and keeps what comes. */
final class Talker implements UtpListener {
  final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private ByteBuffer toSend = ByteBuffer.allocate(0);
  Optional<UtpConnection> connection = Optional.empty();
  Optional<String> failure = Optional.empty();
  boolean connected;
  boolean gotAll;
  boolean keeps = true;
  long count;

  Talker on(UtpConnection connection) {
    this.connection = Optional.of(connection);
    return this;
  }

  void send(byte[] bytes) {
    toSend = ByteBuffer.wrap(bytes);
    writable();
  }

  boolean hasSentAll() {
    return !toSend.hasRemaining();
  }

  @Override
  public void connected() {
    connected = true;
    writable();
  }

  @Override
  public void received(ByteBuffer data) {
    count += data.remaining();
    if (keeps) {
      got.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
    }
  }

  @Override
  public void receivedAll() {
    gotAll = true;
  }

  @Override
  public void writable() {
    connection.ifPresent(open -> open.write(toSend));
  }

  @Override
  public void failed(String why) {
    failure = Optional.of(why);
  }
}
