package org.spillway.benchmarks;

import jakarta.servlet.DispatcherType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.CatalogSettings;
import org.spillway.catalog.PublicUrls;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.TorrentFilter;

/** A web application of somebody else, in a plain Jetty with our filter in front. */
final class FilterServer {
  private static final URI URL = URI.create("http://127.0.0.1");

  private FilterServer() {}

  /**
   * Starts the server.
   *
   * @param arguments the folder that is offered, and the folder for hashes
   */
  public static void main(String[] arguments) throws Exception {
    var root = Path.of(arguments[0]);
    Catalog catalog =
        Catalog.open(CatalogSettings.of(root, Path.of(arguments[1])).withInclude("**"));
    catalog.start(new PublicUrls(URL, List.of(), List.of(), List.of()));
    var jetty = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    jetty.setHandler(application(root, catalog));
    jetty.start();
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    System.out.println("{\"event\":\"started\",\"http\":" + port + '}');
    jetty.join();
  }

  private static ServletContextHandler application(Path root, Catalog catalog) {
    var context = new ServletContextHandler("/", false, false);
    context.setBaseResourceAsPath(root);
    var filter = new FilterHolder(new TorrentFilter(catalog, NegotiationSettings.DEFAULT));
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(DefaultServlet.class, "/");
    return context;
  }
}
