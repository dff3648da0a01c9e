package org.spillway.webapp;

import static java.lang.System.Logger.Level.WARNING;

import io.netty.util.concurrent.FastThreadLocal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.Catalog;
import org.spillway.catalog.memory.SendBuffers;
import org.spillway.catalog.source.Problem;
import org.spillway.negotiation.NegotiationSettings;
import org.spillway.negotiation.NegotiationStats;
import org.spillway.negotiation.TorrentFilter;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.ConfigException;
import org.spillway.webapp.config.ConfigFiles;
import org.spillway.webapp.config.Environment;
import org.spillway.webapp.config.Keys;
import org.spillway.webapp.config.Place;
import org.spillway.webapp.config.Values;
import org.spillway.webapp.config.YamlFile;
import org.spillway.webapp.http.HttpServer;

/**
 * Runs Spillway within a servlet container: from SPILLWAY_CONFIG's file, the environment, and
 * context parameters that have the names of the keys with {@code spillway.} before them.
 */
public final class WarListener implements ServletContextListener {
  private static final System.Logger log = System.getLogger(WarListener.class.getName());

  private static final String PREFIX = "spillway.";

  private @Nullable Server server;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    try {
      var config = Config.ofContainer(values(event.getServletContext()));
      server = Server.start(config, new ContainerServer(event.getServletContext()));
      event.getServletContext().log("spillway: " + server.ports().startedLine());
      server.tellFallbackReach();
      OutOfMemoryOption.warning().ifPresent(warning -> log.log(WARNING, warning));
    } catch (ConfigException | IOException e) {
      // The container refuses the application and logs why.
      throw new IllegalStateException("spillway: " + Problem.of(e), e);
    } finally {
      leaveThread();
    }
  }

  /**
   * Removes Netty's objects from the thread, which is the container's: they would keep all our
   * classes in memory.
   */
  private static void leaveThread() {
    FastThreadLocal.removeAll();
  }

  private static Values values(ServletContext context) {
    var values = new Values();
    String file = System.getenv("SPILLWAY_CONFIG");
    if (file != null && !file.isEmpty()) {
      YamlFile.read(Path.of(file), Keys.TABLE, values);
    }
    Environment.read(System.getenv(), Keys.TABLE, values);
    for (String name : Collections.list(context.getInitParameterNames())) {
      if (name.startsWith(PREFIX)) {
        set(name.substring(PREFIX.length()), context.getInitParameter(name), values);
      }
    }
    values.warnings().forEach(warning -> context.log("spillway: warning: " + warning));
    ConfigFiles.check(values);
    return values;
  }

  private static void set(String name, String text, Values values) {
    var place = Place.parameter(PREFIX + name);
    Keys.of(name)
        .ifPresentOrElse(
            key -> values.set(key, text, place), () -> values.wrong(place, Keys.unknown(name)));
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (server != null) {
      server.close();
      event.getServletContext().log("spillway: " + server.uploads().line());
    }
    leaveThread();
  }

  /** The container's own HTTP server. */
  private static final class ContainerServer implements HttpServer {
    private final ServletContext context;
    private volatile Supplier<NegotiationStats> stats = () -> NegotiationStats.NONE;

    ContainerServer(ServletContext context) {
      this.context = context;
    }

    @Override
    public int port() {
      return 0;
    }

    @Override
    public void open(
        Catalog catalog,
        NegotiationSettings settings,
        Map<String, HttpServlet> servlets,
        SendBuffers memory) {
      var filter = new TorrentFilter(catalog, settings);
      stats = filter::stats;
      var added = context.addFilter("spillway", filter);
      added.setAsyncSupported(true);
      added.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
      servlets.forEach((path, servlet) -> add(servlet, HttpServer.paths(catalog, path)));
      context.addServlet("spillway", filter.notOffered()).addMapping("/");
    }

    private void add(HttpServlet servlet, List<String> paths) {
      var added = context.addServlet("spillway " + paths.get(0), servlet);
      added.setAsyncSupported(true);
      added.addMapping(paths.toArray(String[]::new));
    }

    @Override
    public NegotiationStats stats() {
      return stats.get();
    }

    @Override
    public void close() {
      // The container stops what it was given.
    }
  }
}
