package org.spillway.tracker;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;

/** The door in a servlet container, here Jetty's. */
class JakartaWebSocketIT extends WebSocketDoorContract {
  @Override
  Handler handler(Tracker tracker) {
    var context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(context, (servlets, container) -> {});
    context.addServlet(new ServletHolder(tracker.servlet()), "/announce");
    return context;
  }
}
