package org.spillway.tracker;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spillway.net.IpAddresses;
import org.spillway.torrent.InfoHash;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.HttpAnnounce;
import org.spillway.torrent.announce.HttpScrape;
import org.spillway.torrent.announce.MalformedAnnounceException;
import org.spillway.torrent.announce.ScrapeAnswer;
import org.spillway.torrent.announce.SwarmCounts;
import org.spillway.torrent.announce.UdpTrackerRequest;

/**
 * The HTTP door (BEP 3, 7, 21, 23, 24, 31, 48), which keeps nothing but the swarms behind it.
 * Requests to upgrade {@code announce} become WebSockets where the container can do that.
 */
final class TrackerServlet extends HttpServlet {
  /** The time in seconds that a client must wait if it may not open a WebSocket now. */
  static final String RETRY_AFTER_SECONDS = "60";

  /** The attribute of the servlet context with the container (Jakarta WebSocket 2.1 §6.4). */
  private static final String WEB_SOCKET_CONTAINER = "jakarta.websocket.server.ServerContainer";

  private static final long serialVersionUID = 1;

  private final transient Swarms swarms;
  private final transient DoorCounters counters;
  private final transient WebSocketRequests webSocket;
  private transient ServletUpgrade upgrade = ServletUpgrade.NONE;

  TrackerServlet(Swarms swarms, DoorCounters counters, WebSocketRequests webSocket) {
    this.swarms = swarms;
    this.counters = counters;
    this.webSocket = webSocket;
  }

  @Override
  public void init() {
    // No class of Jakarta WebSocket may be touched where there is none.
    var container = getServletContext().getAttribute(WEB_SOCKET_CONTAINER);
    if (container != null && webSocket.isEnabled()) {
      upgrade = JakartaUpgrade.with(container, webSocket);
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    String page = path.substring(path.lastIndexOf('/') + 1);
    if (!page.equals("announce") && !page.equals("scrape")) {
      refuse(response, HttpServletResponse.SC_NOT_FOUND);
    } else if (!request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET");
      refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (!page.equals("announce") || !isUpgraded(request, response)) {
      send(response, answer(page, request));
    }
  }

  private boolean isUpgraded(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    var source = source(request);
    if (upgrade == ServletUpgrade.NONE
        || source.isEmpty()
        || !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return false;
    }
    if (!webSocket.admits(source.get())) {
      response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
      refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return true;
    }
    return upgrade.upgrade(request, response, source.get());
  }

  private static void refuse(HttpServletResponse response, int status) {
    response.setStatus(status);
    response.setContentLength(0);
  }

  private static final class Answer {
    private final byte[] body;

    /**
     * The time to wait before asking again, because there is no answer now; zero if this is one.
     */
    private final Duration retryIn;

    Answer(byte[] body, Duration retryIn) {
      this.body = body;
      this.retryIn = retryIn;
    }

    Answer(byte[] body) {
      this(body, Duration.ZERO);
    }
  }

  private static void send(HttpServletResponse response, Answer answer) throws IOException {
    if (!answer.retryIn.isZero()) {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setHeader("Retry-After", Long.toString(answer.retryIn.toSeconds()));
    }
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain");
    response.setContentLength(answer.body.length);
    response.getOutputStream().write(answer.body);
  }

  private Answer answer(String page, HttpServletRequest request) {
    var source = source(request);
    if (source.isEmpty()) {
      counters.refused.increment();
      return failed("your address cannot be seen from here");
    }
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    try {
      return page.equals("announce") ? announce(query, source.get()) : scrape(query, source.get());
    } catch (MalformedAnnounceException e) {
      counters.malformed.increment();
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private Answer announce(String query, InetAddress source) throws MalformedAnnounceException {
    var request = HttpAnnounce.parse(query);
    var answer = swarms.announce(request, source);
    boolean refused = answer instanceof AnnounceAnswer.Failed;
    (refused ? counters.refused : counters.announces).increment();
    byte[] body =
        request.compact()
            ? HttpAnnounce.encodeCompact(answer, source)
            : HttpAnnounce.encodeList(
                answer, source, peer -> swarms.idOf(peer, request.infoHash(), source));
    return answer instanceof AnnounceAnswer.Failed failed
        ? new Answer(body, failed.retryIn())
        : new Answer(body);
  }

  /** Answers a scrape. One that names no torrent would show everything, and is refused. */
  private Answer scrape(String query, InetAddress source) throws MalformedAnnounceException {
    var infoHashes = HttpScrape.parse(query);
    int count = infoHashes.size();
    if (count == 0 || count > UdpTrackerRequest.Scrape.MAX) {
      counters.refused.increment();
      return failed(
          "info_hash must be 1 to %d infohashes, were %d"
              .formatted(UdpTrackerRequest.Scrape.MAX, count));
    }
    var postponed = swarms.postponed(infoHashes);
    if (postponed.isPresent()) {
      counters.refused.increment();
      var failed = new ScrapeAnswer.Failed(postponed.get().reason(), postponed.get().retryIn());
      return new Answer(HttpScrape.encode(failed), failed.retryIn());
    }
    counters.scrapes.increment();
    return new Answer(HttpScrape.encode(new ScrapeAnswer.Scraped(counts(infoHashes, source))));
  }

  private static Answer failed(String reason) {
    return new Answer(HttpScrape.encode(new ScrapeAnswer.Failed(reason)));
  }

  private Map<InfoHash, SwarmCounts> counts(List<InfoHash> infoHashes, InetAddress source) {
    Map<InfoHash, SwarmCounts> files = new HashMap<>();
    for (InfoHash infoHash : infoHashes) {
      swarms.scrape(infoHash, source).ifPresent(counts -> files.put(infoHash, counts));
    }
    return files;
  }

  /**
   * Returns the peer's address. A container may pass on what a proxy says, so a text that is not an
   * address is not looked up.
   */
  private static Optional<InetAddress> source(HttpServletRequest request) {
    String literal = request.getRemoteAddr();
    return literal == null ? Optional.empty() : IpAddresses.parseClient(literal);
  }
}
