package org.spillway.webapp.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.spillway.webapp.config.TrustedProxies;

/**
 * Takes the client's address, and the host and protocol of its request, from what trusted proxies
 * say ({@code Forwarded}, RFC 7239, and {@code X-Forwarded-*}).
 *
 * <p>Each proxy adds the address that it sees at the end; the entries before come from the sender.
 * So the list is read from its end as long as the entries come from trusted proxies, and the client
 * is the first address that is not trusted. A proxy that writes one of the two fields may pass on
 * the other as the client made it up: if both are there, they must agree, or neither counts.
 */
final class ForwardedCustomizer implements HttpConfiguration.Customizer {
  private final TrustedProxies trusted;

  ForwardedCustomizer(TrustedProxies trusted) {
    this.trusted = trusted;
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    var remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress peer && trusted.contains(peer.getAddress())
        ? customize(request, peer.getAddress())
        : request;
  }

  private Request customize(Request request, InetAddress peer) {
    var fields = request.getHeaders();
    String forwarded = joined(fields, HttpHeader.FORWARDED);
    String forwardedFor = joined(fields, HttpHeader.X_FORWARDED_FOR);
    var client = client(peer, ForwardedElement.ofForwarded(forwarded));
    var sameClient = client(peer, ForwardedElement.ofXForwardedFor(forwardedFor));
    if (forwarded.isEmpty()) {
      String host = last(fields, HttpHeader.X_FORWARDED_HOST);
      String protocol = last(fields, HttpHeader.X_FORWARDED_PROTO);
      return new ForwardedRequest(request, sameClient.address(), host, protocol);
    }
    if (!forwardedFor.isEmpty() && !sameClient.address().equals(client.address())) {
      return request;
    }
    return new ForwardedRequest(request, client.address(), client.host(), client.protocol());
  }

  private static String joined(HttpFields fields, HttpHeader name) {
    return fields.contains(name) ? String.join(",", fields.getValuesList(name)) : "";
  }

  /**
   * Returns the last value of a field, which comes from the nearest proxy: it can overwrite those
   * of others.
   */
  private static String last(HttpFields fields, HttpHeader name) {
    String values = joined(fields, name);
    return values.substring(values.lastIndexOf(',') + 1).strip();
  }

  private Client client(InetAddress peer, List<ForwardedElement> elements) {
    var client = new Client(peer, "", "");
    for (int i = elements.size() - 1; i >= 0 && trusted.contains(client.address()); i--) {
      var element = elements.get(i);
      var address = element.address();
      if (address.isEmpty()) {
        return client;
      }
      client = new Client(address.get(), element.host(), element.protocol());
    }
    return client;
  }

  /** The client, and the host and protocol of its request. */
  private record Client(InetAddress address, String host, String protocol) {}
}
