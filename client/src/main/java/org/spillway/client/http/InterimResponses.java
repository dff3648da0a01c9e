package org.spillway.client.http;

import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;

/**
 * Passes over every interim response, also those of a status yet to be invented (RFC 9110 §15.2).
 */
final class InterimResponses implements ProtocolHandler {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final ProcessingProtocolHandler skipping = new ProcessingProtocolHandler();

  @Override
  public String getName() {
    return "interim";
  }

  @Override
  public boolean accept(Request request, Response response) {
    int status = response.getStatus();
    return status >= 100 && status < 200 && status != SWITCHING_PROTOCOLS;
  }

  @Override
  public Response.Listener getResponseListener() {
    return skipping.getResponseListener();
  }
}
