package org.spillway.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** The files of a folder as Jetty alone serves them: without a look at whether they change. */
final class CoreFiles {
  private CoreFiles() {}

  /** Argument: the folder. */
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
