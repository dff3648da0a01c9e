package org.spillway.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Serves the files of a folder as Jetty alone does, without checking whether they change. */
final class CoreFiles {
  private CoreFiles() {}

  /**
   * Starts the server.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws Exception {
    var jetty = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var files = new ResourceHandler();
    files.setBaseResource(ResourceFactory.of(jetty).newResource(Path.of(arguments[0])));
    jetty.setHandler(files);
    jetty.start();
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    System.out.println("{\"event\":\"started\",\"http\":" + port + '}');
    jetty.join();
  }
}
