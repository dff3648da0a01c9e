package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** 16 clients of one address ask for the page of a folder with 1,000 files, again and again. */
final class FolderRequests implements Attack {
  static final String REQUEST =
      "GET /many/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n";

  private static final int CLIENTS = 16;
  private static final int ADDRESS = 2;

  private final Target target;
  private final Sockets sockets = new Sockets();
  private final List<Pipeline> clients = new ArrayList<>();
  private final ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(ISO_8859_1));

  FolderRequests(Target target) {
    this.target = target;
  }

  @Override
  public void begin() throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      var client = new Pipeline(target, sockets, ADDRESS);
      client.send(request.rewind());
      clients.add(client);
    }
  }

  @Override
  public void goOn() throws IOException {
    for (Pipeline client : clients) {
      if (client.isReady()) {
        client.send(request.rewind());
      }
    }
  }

  @Override
  public void close() throws IOException {
    sockets.close();
  }
}
