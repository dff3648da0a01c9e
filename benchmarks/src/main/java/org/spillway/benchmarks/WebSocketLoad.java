package org.spillway.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;

/**
 * Simulates browsers in the swarms of a tracker: each announces itself with offers as soon as it
 * was answered, and answers the offers that it gets. Prints a line when all sockets are open and
 * announced. Each line of the input is a number of seconds; the program then makes load for that
 * long, and prints {@link LoadFigures}, in which the operations are messages that the server got or
 * sent.
 */
final class WebSocketLoad {
  private static final int BUFFER = 256 * 1024;

  /** A session description that is as long as Chromium's with two candidates. */
  private static final String SDP =
      "v=0\\r\\n" + "a=candidate:1 1 udp 2113 10.0.0.1 5 typ host\\r\\n".repeat(15);

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final Selector selector = Selector.open();
  private final List<Browser> browsers = new ArrayList<>();
  private final int swarms;
  private final int offers;
  private long messages;
  private boolean isOver;

  private WebSocketLoad(int swarms, int offers) throws IOException {
    this.swarms = swarms;
    this.offers = offers;
  }

  /**
   * Makes the load.
   *
   * @param arguments port and process id of the server, and the numbers of sockets, of swarms, and
   *     of offers in an announce
   */
  public static void main(String[] arguments) throws IOException {
    var numbers = List.of(arguments).stream().mapToInt(Integer::parseInt).toArray();
    var load = new WebSocketLoad(numbers[3], numbers[4]);
    load.open(numbers[0], numbers[2]);
    System.out.println(numbers[2]);
    try (var lines = new Scanner(System.in, UTF_8)) {
      while (lines.hasNextLine()) {
        int seconds = Integer.parseInt(lines.nextLine());
        System.out.println(load.run(numbers[1], seconds).toLine());
      }
    }
  }

  /** Opens sockets, and returns when each has announced itself without offers and was answered. */
  private void open(int port, int sockets) throws IOException {
    for (int i = 0; i < sockets; i++) {
      var browser = new Browser(WebSocketPeer.open(port), i);
      browsers.add(browser);
      browser.announce(0);
      while (browser.isWaiting) {
        browser.peer.read(buffer, browser::receive);
      }
    }
    for (Browser browser : browsers) {
      var channel = browser.peer.channel();
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, browser);
    }
  }

  private LoadFigures run(long server, int seconds) throws IOException {
    isOver = false;
    for (Browser browser : browsers) {
      browser.announce(offers);
    }
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    long before = messages;
    var serverBefore = CpuTimes.of(server);
    var loadBefore = CpuTimes.ofThisProcess();
    while (System.nanoTime() < end) {
      selector.select(this::read, 100);
    }
    var figures =
        new LoadFigures(
            (System.nanoTime() - start) / 1e9,
            messages - before,
            0,
            CpuTimes.of(server).own() - serverBefore.own(),
            CpuTimes.ofThisProcess().own() - loadBefore.own());
    settle();
    return figures;
  }

  /** Lets the server answer all pending messages, so that the next run begins from rest. */
  private void settle() throws IOException {
    isOver = true;
    while (selector.select(this::read, 500) > 0) {
      // No peer announces itself again.
    }
  }

  private void read(SelectionKey key) {
    var browser = (Browser) key.attachment();
    try {
      browser.peer.read(buffer, browser::receive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Browser {
    private final WebSocketPeer peer;
    private final String id;
    private final String infoHash;
    private int offered;
    private boolean isWaiting;

    Browser(WebSocketPeer peer, int number) {
      this.peer = peer;
      this.id = "-WB0001-%012d".formatted(number);
      this.infoHash = "swarm%015d".formatted(number % swarms);
    }

    void announce(int count) throws IOException {
      isWaiting = true;
      List<String> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        offered++;
        list.add(
            "{\"offer\":{\"type\":\"offer\",\"sdp\":\""
                + SDP
                + "\"},\"offer_id\":\""
                + String.format(Locale.ROOT, "%020d", offered)
                + "\"}");
      }
      send(
          "\"left\":5,\"uploaded\":0,\"downloaded\":0,\"offers\":[" + String.join(",", list) + "]");
    }

    private void send(String members) throws IOException {
      peer.send(
          "{\"action\":\"announce\",\"info_hash\":\""
              + infoHash
              + "\",\"peer_id\":\""
              + id
              + "\","
              + members
              + "}");
      messages++;
    }

    void receive(String message) throws IOException {
      messages++;
      if (message.contains("\"offer\":")) {
        answer(value(message, "peer_id"), value(message, "offer_id"));
      } else if (message.contains("\"complete\":")) {
        isWaiting = false;
        if (!isOver && offers > 0 && !browsers.isEmpty() && messages > browsers.size() * 2L) {
          announce(offers);
        }
      } else if (message.contains("failure reason") && !message.contains("no such offer")) {
        // Offers can wait here for longer than the tracker remembers them: the load knows no pause.
        throw new IOException(message);
      }
    }

    private void answer(String to, String offer) throws IOException {
      send(
          "\"to_peer_id\":\""
              + to
              + "\",\"offer_id\":\""
              + offer
              + "\",\"answer\":{\"type\":\"answer\",\"sdp\":\""
              + SDP
              + "\"}");
    }
  }

  /** Returns the value of a member that contains no escapes. */
  private static String value(String json, String name) {
    int start = json.indexOf('"' + name + "\":\"") + name.length() + 4;
    return json.substring(start, json.indexOf('"', start));
  }
}
