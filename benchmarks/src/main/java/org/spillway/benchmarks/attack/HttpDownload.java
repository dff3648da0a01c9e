package org.spillway.benchmarks.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Downloads a file by HTTP/1.1, each time over a new connection. */
final class HttpDownload implements GoodClient.Work {
  private static final int PATIENCE = 60_000;

  private final Target target;
  private final String path;
  private final byte[] buffer = new byte[256 * 1024];

  HttpDownload(Target target, String path) {
    this.target = target;
    this.path = path;
  }

  @Override
  public void doOnce(ClientProgress progress) throws IOException {
    try (var socket = new Socket()) {
      socket.bind(new InetSocketAddress(Sockets.loopback(GoodClient.ADDRESS), 0));
      socket.setSoTimeout(PATIENCE);
      socket.connect(target.httpAddress(), PATIENCE);
      String request =
          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".formatted(path);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      var in = socket.getInputStream();
      requireOk(in);
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        progress.got(count);
      }
    }
  }

  /** Reads the status line. */
  private void requireOk(InputStream in) throws IOException {
    byte[] status = new byte["HTTP/1.1 200".length()];
    new DataInputStream(in).readFully(status);
    String line = new String(status, ISO_8859_1);
    if (!line.endsWith(" 200")) {
      throw new IOException(path + ": " + line);
    }
  }
}
