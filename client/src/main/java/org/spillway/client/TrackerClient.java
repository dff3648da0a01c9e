package org.spillway.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.spillway.torrent.announce.AnnounceAnswer;
import org.spillway.torrent.announce.AnnounceRequest;
import org.spillway.torrent.announce.HttpAnnounce;

/** Announces to one tracker, in the protocol that its URL names. Safe for use by many threads. */
final class TrackerClient {
  /**
   * The length of the longest answer that is accepted, in bytes: 2,000 peers with a dictionary each
   * fit.
   */
  private static final int MAX_ANSWER = 1024 * 1024;

  private final Http http;
  private final UdpTracker udp;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  TrackerClient(ClientSettings settings, Http http, LongSupplier nanoTime) {
    this.http = http;
    this.udp = new UdpTracker(settings.readTimeout(), http.destinations(), nanoTime);
  }

  AnnounceAnswer announce(String tracker, AnnounceRequest request)
      throws IOException, InterruptedException {
    URI url = uri(tracker);
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "udp" -> udp.announce(url, request);
      case "http", "https" -> overHttp(tracker, request);
      default -> throw new IOException(scheme + " is not supported as a tracker's protocol");
    };
  }

  private static URI uri(String text) throws IOException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IOException("not a URL: " + e.getMessage(), e);
    }
  }

  private AnnounceAnswer overHttp(String tracker, AnnounceRequest request)
      throws IOException, InterruptedException {
    String separator = tracker.indexOf('?') < 0 ? "?" : "&";
    var response = http.get(uri(tracker + separator + HttpAnnounce.query(request)));
    try (var body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("HTTP " + response.statusCode());
      }
      return HttpAnnounce.decode(body.readAll(MAX_ANSWER));
    }
  }
}
