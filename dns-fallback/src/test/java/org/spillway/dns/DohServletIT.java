package org.spillway.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.dns.TestQueries.edns;
import static org.spillway.dns.TestQueries.summary;
import static org.spillway.dns.TestQueries.txt;
import static org.spillway.dns.TestTorrents.ORIGIN;
import static org.spillway.dns.TestTorrents.SMALL;
import static org.spillway.dns.TestTorrents.TAGGED;
import static org.spillway.dns.TestTorrents.name;
import static org.spillway.dns.TestTorrents.torrent;
import static org.spillway.dns.TestTorrents.whole;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spillway.dns.doh.DohServlet;
import org.xbill.DNS.Message;

/** DNS over HTTP, answered by the name server itself. */
@Timeout(60)
class DohServletIT {
  private static final String MESSAGE = "application/dns-message";

  /** Few, so that it is seen who holds one. */
  private static final int THREADS = 8;

  private final HttpClient client = HttpClient.newHttpClient();
  private DnsFallback dns;
  private Server server;
  private URI base;

  @BeforeEach
  void start() throws Exception {
    var settings =
        DnsSettings.DEFAULT.withPort("127.0.0.1", 0).withZones(List.of(TestTorrents.HOST));
    dns = DnsFallback.start(settings, TestTorrents.published(SMALL, TAGGED));
    server = new Server(new QueuedThreadPool(THREADS));
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new DohServlet(dns::answer)), "/dns-query");
    server.setHandler(context);
    server.start();
    base = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/dns-query");
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    dns.close();
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder query(String query) {
    return HttpRequest.newBuilder(URI.create(base + query));
  }

  private static String dns(byte[] message) {
    return "?dns=" + Base64.getUrlEncoder().withoutPadding().encodeToString(message);
  }

  private HttpResponse<byte[]> get(Message message) throws Exception {
    return send(query(dns(message.toWire())));
  }

  private HttpResponse<byte[]> post(BodyPublisher body, String type) throws Exception {
    return send(query("").header("Content-Type", type).POST(body));
  }

  private HttpResponse<byte[]> post(byte[] body) throws Exception {
    return post(BodyPublishers.ofByteArray(body), MESSAGE);
  }

  private static Message withoutId(Message query) {
    query.getHeader().setID(0);
    return query;
  }

  /** RFC 8484 §4.1.1: the same URL for the same question. */
  @Test
  void get_torrent() throws Exception {
    var response = get(withoutId(txt(name(SMALL))));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(fields(response, "Content-Type", "Cache-Control", "Access-Control-Allow-Origin"))
        .containsExactly(MESSAGE, "max-age=300", "*");
    var answer = new Message(response.body());
    assertThat(answer.getHeader().getID()).isZero();
    assertThat(torrent(answer)).isEqualTo(whole(SMALL));
  }

  private static List<String> fields(HttpResponse<?> response, String... names) {
    return List.of(names).stream()
        .map(name -> response.headers().firstValue(name).orElse(""))
        .toList();
  }

  /** 55 KB, which over UDP would have been a question for TCP, whatever EDNS says. */
  @Test
  void post_wholeWhateverItsLength() throws Exception {
    for (Message query : List.of(txt(name(TAGGED)), edns(txt(name(TAGGED)), 512))) {
      var response = post(query.toWire());
      assertThat(fields(response, "Content-Type", "Cache-Control", "Access-Control-Allow-Origin"))
          .containsExactly(MESSAGE, "max-age=300", "*");
      assertThat(new Message(response.body()).getHeader().getID()).isEqualTo(TestQueries.ID);
      assertThat(torrent(new Message(response.body()))).isEqualTo(whole(TAGGED));
    }
    assertThat(dns.stats().httpsQueries()).isEqualTo(2);
    assertThat(dns.stats().truncated()).isZero();
  }

  @Test
  void post_typeWithParameter() throws Exception {
    var query = BodyPublishers.ofByteArray(txt(name(SMALL)).toWire());
    assertThat(post(query, "Application/DNS-Message; x=y").statusCode()).isEqualTo(200);
  }

  @Test
  void answer_negative() throws Exception {
    var unknown = get(txt("unknown." + ORIGIN));
    assertThat(summary(new Message(unknown.body()))).startsWith("NXDOMAIN qr aa | | SOA");
    assertThat(fields(unknown, "Cache-Control")).containsExactly("max-age=60");
    var refused = post(txt("example.com.").toWire());
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(summary(new Message(refused.body()))).startsWith("REFUSED");
    assertThat(fields(refused, "Cache-Control")).containsExactly("max-age=0");
    assertThat(summary(new Message(post(new byte[12]).body()))).startsWith("FORMERR");
  }

  @Test
  void head_asGet() throws Exception {
    byte[] query = txt(name(SMALL)).toWire();
    int length = send(query(dns(query))).body().length;
    var head = send(query(dns(query)).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(fields(head, "Content-Type", "Cache-Control", "Content-Length"))
        .containsExactly(MESSAGE, "max-age=300", String.valueOf(length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?dns=",
        "?dns=AAAA",
        "?dns=%20AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB",
        "?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQABA===",
        "?dns=AAABAAAB+AAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB",
        "?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB&dns=AAAA",
        "?DNS=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB",
        "?dns=AACBAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB",
      })
  void get_noQuery(String query) throws Exception {
    var response = send(query(query));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(fields(response, "Cache-Control")).containsExactly("no-store");
  }

  @Test
  void post_refused() throws Exception {
    var wrongType = post(BodyPublishers.ofByteArray(txt(name(SMALL)).toWire()), "text/plain");
    assertThat(wrongType.statusCode()).isEqualTo(415);
    assertThat(fields(wrongType, "Accept")).containsExactly(MESSAGE);
    assertThat(send(query("").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(415);
    assertThat(post(new byte[0]).statusCode()).isEqualTo(400);
    assertThat(post(new byte[11]).statusCode()).isEqualTo(400);
    assertThat(post(new byte[65_535]).statusCode()).isEqualTo(200);
    assertThat(post(new byte[65_536]).statusCode()).isEqualTo(413);
    var unknownLength =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[65_536]));
    assertThat(post(unknownLength, MESSAGE).statusCode()).isEqualTo(413);
  }

  /** A client that announces a query that is too long need not send it. */
  @Test
  void post_muchTooLong() throws Exception {
    String head =
        "POST /dns-query HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + (MESSAGE + "\r\nContent-Length: 1000000\r\n\r\n");
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void post_slowBodiesHoldNoThreads() throws Exception {
    byte[] body = txt(name(SMALL)).toWire();
    String head =
        "POST /dns-query HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
            + (MESSAGE + "\r\nContent-Length: " + body.length + "\r\n\r\n");
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * THREADS; i++) {
        var socket = new Socket(base.getHost(), base.getPort());
        slow.add(socket);
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        socket.getOutputStream().write(body, 0, 20);
      }
      assertThat(get(txt(name(SMALL))).statusCode()).isEqualTo(200);
      for (Socket socket : slow) {
        socket.getOutputStream().write(body, 20, body.length - 20);
        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
            .startsWith("HTTP/1.1 200 ")
            .contains("max-age=300");
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void otherMethods_refused() throws Exception {
    for (String method : List.of("PUT", "DELETE", "PATCH")) {
      var response = send(query("").method(method, BodyPublishers.noBody()));
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(fields(response, "Allow")).containsExactly("GET, HEAD, POST, OPTIONS");
    }
  }

  /** The question of a browser before a page's POST. */
  @Test
  void options_preflight() throws Exception {
    var response =
        send(
            query("")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type"));
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(
            fields(
                response,
                "Access-Control-Allow-Origin",
                "Access-Control-Allow-Methods",
                "Access-Control-Allow-Headers"))
        .containsExactly("*", "GET, HEAD, POST", "Content-Type");
  }

  @Test
  void post_noise() throws Exception {
    var random = new Random(8484);
    System.out.println("DohServletIT: seed 8484");
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);
      var response = post(noise);
      boolean silent = noise.length < 12 || noise[2] < 0;
      assertThat(response.statusCode()).isEqualTo(silent ? 400 : 200);
    }
  }
}
