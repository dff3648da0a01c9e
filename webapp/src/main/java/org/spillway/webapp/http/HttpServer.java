package org.spillway.webapp.http;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.NegotiationStats;
import org.spillway.tracker.Tracker;

/** The HTTP server in which Spillway answers: Jetty within this process, or a servlet container. */
public interface HttpServer extends AutoCloseable {

  /** Returns a server that serves nothing, for a Spillway without HTTP. */
  static HttpServer none() {
    return new HttpServer() {
      @Override
      public int port() {
        return 0;
      }

      @Override
      public void open(
          Catalog catalog,
          NegotiationSettings settings,
          Map<String, HttpServlet> servlets,
          SendBuffers memory) {}

      @Override
      public NegotiationStats stats() {
        return NegotiationStats.NONE;
      }

      @Override
      public void close() {}
    };
  }

  /** Returns the port that is taken, or 0 if the container does not say. */
  int port();

  /** Returns the port of HTTPS, if it is spoken and the container says so. */
  default OptionalInt tlsPort() {
    return OptionalInt.empty();
  }

  /**
   * Begins to serve the files of the catalog.
   *
   * @param servlets the servlets by their path, which come before paths of the catalog
   * @param memory the buffers for bodies, which are shared with others who send content
   */
  void open(
      Catalog catalog,
      NegotiationSettings settings,
      Map<String, HttpServlet> servlets,
      SendBuffers memory)
      throws IOException;

  /**
   * Lets browsers reach the tracker over WebSocket at {@code /announce}. Must be called before
   * {@link #open}. Does nothing if the tracker's servlet serves WebSockets.
   */
  default void track(Tracker tracker) {}

  /**
   * Hands on the key and certificate of HTTPS immediately, and again whenever they change. Does
   * nothing if a container has them.
   */
  default void followIdentity(Consumer<TlsIdentity> follower) {}

  /**
   * Returns the paths at which a servlet answers: its own, and the one below the path of the public
   * URL, which a proxy may keep.
   */
  static List<String> paths(Catalog catalog, String path) {
    String base = catalog.urls().orElseThrow().base().getPath();
    return base.isEmpty() ? List.of(path) : List.of(path, base + path);
  }

  /** Takes no further connections; those that are open go on. Does nothing in a container. */
  default void refuse() {}

  /** Returns the numbers of answers, also before and after the server is open. */
  NegotiationStats stats();

  /** Stops the server. It is safe to call this twice. */
  @Override
  void close();
}
