package org.spillway.webapp.http;

import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Hands the requests for some paths to servlets, on a thread that may wait, and passes on all
 * others.
 */
final class ReservedPaths extends Handler.Wrapper {
  private final Set<String> paths;

  ReservedPaths(Set<String> paths, Handler servlets) {
    super(servlets);
    this.paths = Set.copyOf(paths);
  }

  /** Returns that this handler itself never waits. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!paths.contains(Request.getPathInContext(request))) {
      return false;
    }
    request.getComponents().getExecutor().execute(() -> serve(request, response, callback));
    return true;
  }

  private void serve(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, 404);
      }
    } catch (Exception e) {
      // Whatever a servlet throws: the container turns it into an answer.
      Response.writeError(request, response, callback, e);
    }
  }
}
