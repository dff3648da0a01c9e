package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/** 1,000 clients of 20 addresses ask for a file by HTTP/1.1 and do not read it. */
final class UnreadBodies implements Attack {
  private static final int CLIENTS = 1_000;
  private static final int ADDRESSES = 20;
  private static final int RECEIVE_BUFFER = 4096;

  private final Target target;
  private final Sockets sockets = new Sockets();

  UnreadBodies(Target target) {
    this.target = target;
  }

  @Override
  public void begin() throws IOException {
    String request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(target.file());
    for (int i = 0; i < CLIENTS; i++) {
      var channel = sockets.open(target.httpAddress(), 2 + i % ADDRESSES, RECEIVE_BUFFER);
      Sockets.send(channel, ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
    }
  }

  @Override
  public void goOn() {
    // The connections only stay open.
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
