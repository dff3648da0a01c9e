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

/** The HTTP server that Spillway answers in: our own, or a servlet container. */
public interface HttpServer extends AutoCloseable {

  /** No HTTP at all: the doors beside it are open all the same. */
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

  /** The port that is taken; 0 if the container does not say. */
  int port();

  /** The port of HTTPS, if it is spoken and the container says so. */
  default OptionalInt tlsPort() {
    return OptionalInt.empty();
  }

  /**
   * Serves what the catalog offers from now on.
   *
   * @param servlets by path; theirs come before the catalog's
   * @param memory for bodies, shared with others who send content
   */
  void open(
      Catalog catalog,
      NegotiationSettings settings,
      Map<String, HttpServlet> servlets,
      SendBuffers memory)
      throws IOException;

  /**
   * Lets browsers reach the tracker over WebSocket at {@code /announce}. To be called before {@link
   * #open}; nothing is left to do where the tracker's servlet sees to it.
   */
  default void track(Tracker tracker) {}

  /**
   * Hands on the key and certificate of HTTPS at once, and again whenever there are others; nothing
   * where a container has them.
   */
  default void followIdentity(Consumer<TlsIdentity> follower) {}

  /**
   * Where a servlet answers: at its path, and below that of the public URL, which a proxy may keep.
   */
  static List<String> paths(Catalog catalog, String path) {
    String base = catalog.urls().orElseThrow().base().getPath();
    return base.isEmpty() ? List.of(path) : List.of(path, base + path);
  }

  /** What was answered, before, while and after it is open. */
  NegotiationStats stats();

  /** Safe to call twice. */
  @Override
  void close();
}
