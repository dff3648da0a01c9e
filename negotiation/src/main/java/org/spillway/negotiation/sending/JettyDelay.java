package org.spillway.negotiation.sending;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;

/** Lets an answer wait for its turn without a thread. For one thread at a time. */
public final class JettyDelay {
  private final Request request;
  private boolean hasWaited;

  public JettyDelay(Request request) {
    this.request = request;
  }

  /**
   * Returns at once.
   *
   * @param step runs on a thread of Jetty's pool
   */
  public void run(long nanos, Runnable step) {
    if (!hasWaited) {
      // Jetty asks only while nothing is being written: the silence is ours then, not the client's.
      request.addIdleTimeoutListener(silence -> false);
      hasWaited = true;
    }
    var components = request.getComponents();
    var executor = components.getExecutor();
    var unused =
        components
            .getScheduler()
            .schedule(() -> executor.execute(step), nanos, TimeUnit.NANOSECONDS);
  }
}
