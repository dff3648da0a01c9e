package org.spillway.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.spillway.testing.Patience.await;
import static org.spillway.tracker.PeerMessages.announce;
import static org.spillway.tracker.PeerMessages.answer;
import static org.spillway.tracker.PeerMessages.offerId;
import static org.spillway.tracker.Samples.FOREIGN;
import static org.spillway.tracker.Samples.OURS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spillway.testing.WebSocketClient;

/** What holds for each of the two doors that carry WebSockets, with real sockets. */
abstract class WebSocketDoorContract {
  private static final int MOST_SOCKETS = 300;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<WebSocketClient> opened = new ArrayList<>();
  private Tracker tracker;
  private Server server;
  private String authority;

  abstract Handler handler(Tracker tracker);

  @BeforeEach
  void start() throws Exception {
    var settings =
        Samples.settings(TrackerPolicy.OURS, 0)
            .withWebSocket(WebSocketSettings.DEFAULT.withMaxSocketsPerAddress(MOST_SOCKETS));
    tracker = Tracker.start(settings, Samples::standing, BuiltInSeeder.NONE, PeerListener.NONE);
    server = new Server();
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(handler(tracker));
    server.start();
    authority = "127.0.0.1:" + connector.getLocalPort();
  }

  @AfterEach
  void stop() throws Exception {
    opened.forEach(WebSocketClient::close);
    tracker.close();
    server.stop();
  }

  private WebSocketClient open() {
    var socket = new WebSocketClient(client, URI.create("ws://" + authority + "/announce"));
    opened.add(socket);
    return socket;
  }

  @Test
  void twoPeers_meet() throws Exception {
    var one = open();
    one.send(announce(OURS, 1, "5", "started", 0));
    assertThat(one.next()).contains("\"interval\":120", "\"incomplete\":1");
    var two = open();
    two.send(announce(OURS, 2, "0", "started", 1));
    assertThat(two.next()).contains("\"complete\":1", "\"incomplete\":1");
    assertThat(one.next()).contains("\"sdp\":\"v=0\\r\\n\u00fc 1\"", offerId(1));
    one.send(answer(OURS, 1, 2, 1));
    assertThat(two.next()).contains("\"sdp\":\"v=0\\r\\nyes\"", offerId(1));
    one.close();
    do {
      two.send(announce(OURS, 2, "0", "", 0));
    } while (!two.next().contains("\"incomplete\":0"));
  }

  @Test
  void messageInParts() throws Exception {
    var one = open();
    String message = announce(OURS, 1, "5", "started", 1);
    one.sendPart(message.substring(0, 50), false);
    one.ping();
    one.sendPart(message.substring(50), true);
    assertThat(one.next()).isEqualTo("pong");
    assertThat(one.next()).contains("\"incomplete\":1");
  }

  @Test
  void malformedAndForeign_areRefusedInWords() throws Exception {
    var one = open();
    one.send("{");
    assertThat(one.next()).isEqualTo("{\"failure reason\":\"the message is not valid JSON\"}");
    one.send("{\"x\":" + "[".repeat(20_000));
    assertThat(one.next()).contains("nested too deeply");
    one.send(announce(FOREIGN, 1, "5", "started", 0));
    assertThat(one.next()).contains("unregistered torrent");
    assertThat(tracker.stats().webSocket()).isEqualTo(new TrackerStats.Door(0, 0, 1, 2));
  }

  @Test
  void binaryMessage_closes() throws Exception {
    var one = open();
    one.sendBinary(new byte[] {1, 2, 3});
    assertThat(one.next()).isEqualTo("closed 1003");
  }

  @Test
  void megabyteOffer_closes() throws Exception {
    var one = open();
    String part = "x".repeat(8_192);
    one.sendPart("{\"offers\":\"", false);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                one.sendPart(part, false);
              }
            })
        .isInstanceOf(CompletionException.class);
    assertThat(one.next()).startsWith("closed");
  }

  /** Each is within its limit, but together they would fill the memory. */
  @Test
  void messagesThatAreNotWhole_areBoundedInAll() throws Exception {
    String part = "x".repeat(60_000);
    int most = UnfinishedMessages.MOST / part.length();
    for (int i = 0; i < most; i++) {
      assertThat(begin(open(), part)).isEqualTo("pong");
    }
    assertThat(begin(open(), part)).isEqualTo("closed 1013");
    opened.get(0).sendPart("x", true);
    assertThat(opened.get(0).next()).contains("not valid JSON");
    assertThat(begin(open(), part)).as("there is room again").isEqualTo("pong");
  }

  private static String begin(WebSocketClient socket, String part) throws InterruptedException {
    socket.sendPart(part, false);
    try {
      socket.ping();
    } catch (CompletionException e) {
      // The server closes it: the next message says why.
    }
    return socket.next();
  }

  @Test
  void closedSocket_isForgotten() throws Exception {
    var one = open();
    one.send(announce(OURS, 1, "5", "started", 0));
    one.next();
    assertThat(tracker.stats().webRtcPeers()).isEqualTo(1);
    one.close();
    await("the end of the socket").until(() -> tracker.stats().sockets() == 0);
    assertThat(tracker.stats().webRtcPeers()).isZero();
  }

  @Test
  void socketsBeyondTheLimit_areRefused() {
    for (int i = 0; i < MOST_SOCKETS; i++) {
      open();
    }
    assertThatThrownBy(this::open)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(503));
  }

  @Test
  void closedTracker_closesItsSockets() throws Exception {
    var one = open();
    tracker.close();
    assertThat(one.next()).isEqualTo("closed 1001");
  }

  @Test
  void requestWithoutUpgrade_isAnsweredAsBefore() throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://" + authority + "/announce")).build();
    assertThat(client.send(request, BodyHandlers.ofString()).body())
        .isEqualTo("d14:failure reason18:info_hash: missinge");
  }
}
