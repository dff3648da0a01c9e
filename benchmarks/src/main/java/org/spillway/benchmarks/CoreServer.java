package org.spillway.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Does the least that Jetty can do: each answer is the same file, from memory. */
final class CoreServer extends Handler.Abstract.NonBlocking {
  private final ByteBuffer content;

  private CoreServer(ByteBuffer content) {
    this.content = content;
  }

  /**
   * Starts the server.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of(arguments[0]));
    var jetty = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    jetty.setHandler(new CoreServer(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()));
    jetty.start();
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    System.out.println("{\"event\":\"started\",\"http\":" + port + '}');
    jetty.join();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.capacity());
    response.write(true, content.slice(), callback);
    return true;
  }
}
