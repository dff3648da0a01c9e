package org.spillway.webapp.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;

/** A request as the client sent it to the outermost proxy. */
final class ForwardedRequest extends Request.Wrapper {
  private static final Set<String> PROTOCOLS = Set.of("http", "https");

  private static final Pattern AUTHORITY =
      Pattern.compile("([\\w.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  private static final HostPort NOT_SAID = new HostPort("", 0);

  private final HttpURI uri;
  private final HttpFields fields;
  private final ConnectionMetaData connection;

  /**
   * @param host the host as in a Host field; a text that is no valid host, or no protocol of ours,
   *     changes nothing
   */
  ForwardedRequest(Request request, InetAddress client, String host, String protocol) {
    super(request);
    var builder = HttpURI.build(request.getHttpURI());
    String scheme = protocol.toLowerCase(Locale.ROOT);
    if (PROTOCOLS.contains(scheme)) {
      builder.scheme(scheme);
    }
    var authority = authority(host);
    if (authority.hasHost()) {
      builder.authority(authority.getHost(), authority.getPort());
    }
    uri = builder.asImmutable();
    fields =
        authority.hasHost()
            ? HttpFields.build(request.getHeaders(), new HostPortHttpField(authority))
            : request.getHeaders();
    connection = new Connection(request.getConnectionMetaData(), new InetSocketAddress(client, 0));
  }

  /** Reads a host with its port. A colon without a port names the default one (RFC 3986 §3.2.3). */
  private static HostPort authority(String host) {
    try {
      String named = host.endsWith(":") ? host.substring(0, host.length() - 1) : host;
      return AUTHORITY.matcher(named).matches() ? new HostPort(named) : NOT_SAID;
    } catch (IllegalArgumentException e) {
      return NOT_SAID;
    }
  }

  @Override
  public HttpURI getHttpURI() {
    return uri;
  }

  @Override
  public HttpFields getHeaders() {
    return fields;
  }

  @Override
  public boolean isSecure() {
    return "https".equals(uri.getScheme());
  }

  @Override
  public ConnectionMetaData getConnectionMetaData() {
    return connection;
  }

  private static final class Connection extends ConnectionMetaData.Wrapper {
    private final InetSocketAddress client;

    Connection(ConnectionMetaData wrapped, InetSocketAddress client) {
      super(wrapped);
      this.client = client;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return client;
    }
  }
}
