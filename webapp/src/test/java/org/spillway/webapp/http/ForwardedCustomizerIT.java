package org.spillway.webapp.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.spillway.webapp.RawHttp;
import org.spillway.webapp.config.TrustedProxies;

/** A handler behind proxies, whose part the test plays. */
class ForwardedCustomizerIT {
  private static final String OURSELVES = "127.0.0.1 http://site.example/ site.example";

  private final Server jetty = new Server();

  @AfterEach
  void stop() throws Exception {
    jetty.stop();
  }

  private static final class Mirror extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String seen =
          "%s %s %s"
              .formatted(
                  Request.getRemoteAddr(request),
                  request.getHttpURI(),
                  request.getHeaders().get(HttpHeader.HOST));
      response.write(true, ByteBuffer.wrap(seen.getBytes(UTF_8)), callback);
      return true;
    }
  }

  private int start(String... trusted) throws Exception {
    var http = new HttpConfiguration();
    http.addCustomizer(new ForwardedCustomizer(TrustedProxies.of(trusted)));
    var connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    jetty.addConnector(connector);
    jetty.setHandler(new Mirror());
    jetty.start();
    return connector.getLocalPort();
  }

  private static String seen(int port, String... fields) throws Exception {
    try (var raw = RawHttp.connect(port)) {
      raw.send("GET / HTTP/1.1\r\nHost: site.example\r\n" + String.join("\r\n", fields));
      raw.send((fields.length == 0 ? "" : "\r\n") + "\r\n");
      return raw.read().orElseThrow().body();
    }
  }

  @Test
  void untrusted_isNotBelieved() throws Exception {
    int port = start("10.0.0.0/8");
    assertThat(
            seen(
                port,
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: https"))
        .isEqualTo(OURSELVES);
    assertThat(seen(port, "Forwarded: for=192.0.2.1;host=evil.example")).isEqualTo(OURSELVES);
  }

  @Test
  void trusted_tellsClientHostAndProtocol() throws Exception {
    int port = start("127.0.0.1");
    assertThat(seen(port)).isEqualTo(OURSELVES);
    assertThat(
            seen(
                port,
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-Host: dl.example",
                "X-Forwarded-Proto: https"))
        .isEqualTo("192.0.2.1 https://dl.example/ dl.example");
    assertThat(seen(port, "Forwarded: for=\"[2001:db8::1]:9\";proto=https;host=\"dl.example:81\""))
        .isEqualTo("[2001:db8:0:0:0:0:0:1] https://dl.example:81/ dl.example:81");
  }

  @Test
  void chain_clientIsTheLastThatIsNotTrusted() throws Exception {
    int port = start("127.0.0.1", "10.0.0.0/8");
    String sees192 = "192.0.2.1 http://site.example/ site.example";
    assertThat(seen(port, "X-Forwarded-For: 192.0.2.1, 10.0.0.1")).isEqualTo(sees192);
    assertThat(seen(port, "X-Forwarded-For: 203.0.113.9, 192.0.2.1, 10.0.0.1"))
        .as("what the client made up is before its own address")
        .isEqualTo(sees192);
    assertThat(seen(port, "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 192.0.2.1, 10.0.0.1"))
        .as("several lines are one list")
        .isEqualTo(sees192);
    assertThat(seen(port, "X-Forwarded-For: 10.0.0.2, 10.0.0.1"))
        .as("a client among the proxies")
        .isEqualTo("10.0.0.2 http://site.example/ site.example");
    assertThat(
            seen(
                port,
                "Forwarded: for=203.0.113.9;host=evil.example, for=192.0.2.1;host=a.example, for=10.0.0.1;host=b.example"))
        .isEqualTo("192.0.2.1 http://a.example/ a.example");
  }

  @Test
  void unknownNode_endsTheChain() throws Exception {
    int port = start("127.0.0.1", "10.0.0.0/8");
    assertThat(seen(port, "X-Forwarded-For: 192.0.2.1, unknown, 10.0.0.1"))
        .isEqualTo("10.0.0.1 http://site.example/ site.example");
    assertThat(seen(port, "X-Forwarded-For: ")).isEqualTo(OURSELVES);
    assertThat(seen(port, "X-Forwarded-For: a.example")).isEqualTo(OURSELVES);
    assertThat(seen(port, "Forwarded: for=\"192.0.2.1")).isEqualTo(OURSELVES);
  }

  @Test
  void twoFieldsThatDisagree_areBothIgnored() throws Exception {
    int port = start("127.0.0.1");
    assertThat(seen(port, "X-Forwarded-For: 192.0.2.1", "Forwarded: for=203.0.113.9"))
        .isEqualTo(OURSELVES);
    assertThat(
            seen(
                port,
                "X-Forwarded-For: 203.0.113.9, 192.0.2.1",
                "Forwarded: for=192.0.2.1;proto=https"))
        .isEqualTo("192.0.2.1 https://site.example/ site.example");
  }

  @Test
  void hostAndProtocolThatAreNone_changeNothing() throws Exception {
    int port = start("127.0.0.1");
    for (String host : new String[] {"", "a b", "a/b", "a@b", ":1", "a:99999", "[::1"}) {
      assertThat(seen(port, "X-Forwarded-Host: " + host)).as(host).isEqualTo(OURSELVES);
    }
    assertThat(seen(port, "X-Forwarded-Proto: javascript")).isEqualTo(OURSELVES);
  }
}
