package org.spillway.tracker;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;

/** The door for Jetty itself, as {@code serve} has it. */
class WebSocketHandlerIT extends WebSocketDoorContract {
  @Override
  Handler handler(Tracker tracker) {
    var context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(tracker.servlet()), "/announce");
    return new Handler.Sequence(new WebSocketHandler(tracker, "/announce"), context);
  }
}
