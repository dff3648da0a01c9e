package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file system stops answering, and 20 clients ask for a file on it. */
final class HungDisk implements Attack {
  private static final int CLIENTS = 20;
  private static final int RECEIVE_BUFFER = 4096;
  private static final String REQUEST = "GET /hung/file HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  private final Target target;
  private final Sockets sockets = new Sockets();

  HungDisk(Target target) {
    this.target = target;
  }

  @Override
  public void begin() throws IOException {
    Programs.run("kill", "-STOP", Long.toString(target.disk()));
    for (int i = 0; i < CLIENTS; i++) {
      var channel = sockets.open(target.httpAddress(), 2 + i, RECEIVE_BUFFER);
      Sockets.send(channel, ByteBuffer.wrap(REQUEST.getBytes(ISO_8859_1)));
    }
  }

  @Override
  public void goOn() {
    // The clients only wait.
  }

  @Override
  public void close() throws IOException {
    sockets.close();
    Programs.run("kill", "-CONT", Long.toString(target.disk()));
  }
}
