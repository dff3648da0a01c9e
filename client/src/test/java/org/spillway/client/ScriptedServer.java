package org.spillway.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.spillway.net.DaemonThreads;

/**
 * A server that sends the bytes of a script, one text for each connection and the last one for all
 * that follow, and then ends the connection. So it can break HTTP, which servers made for HTTP
 * cannot.
 */
final class ScriptedServer implements AutoCloseable {
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(new DaemonThreads("script"));
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;
  private final List<String> script;

  ScriptedServer(String... script) throws IOException {
    this.script = List.of(script);
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    executor.execute(this::run);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/file.bin";
  }

  /** Returns the header of each request. */
  List<String> requests() {
    return requests;
  }

  private void run() {
    while (!socket.isClosed()) {
      try (var client = socket.accept()) {
        answer(client);
      } catch (IOException e) {
        // The client has gone, or the server is closed.
      }
    }
  }

  private void answer(Socket client) throws IOException {
    requests.add(header(client.getInputStream()));
    String text = script.get(Math.min(requests.size(), script.size()) - 1);
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.shutdownOutput();
  }

  private static String header(InputStream in) throws IOException {
    var header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ended within its header");
      }
      header.append((char) next);
    }
    return header.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    executor.shutdownNow();
  }
}
