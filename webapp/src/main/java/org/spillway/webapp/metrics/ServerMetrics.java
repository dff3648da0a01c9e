package org.spillway.webapp.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.spillway.catalog.CatalogStats;
import org.spillway.dns.DnsStats;
import org.spillway.negotiation.NegotiationStats;
import org.spillway.seeder.SeederStats;
import org.spillway.tracker.TrackerStats;

/**
 * Writes the metrics of a server and of its JVM as Prometheus reads them. Everything is read when
 * Prometheus asks, so that requests and blocks cost nothing more. No label has a value that a
 * client chose. Safe for use by many threads.
 */
public final class ServerMetrics {
  private final StatsSource stats;
  private final String version;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusRegistry registry = new PrometheusRegistry();

  /**
   * @param version the version of the program
   */
  public ServerMetrics(StatsSource stats, String version) {
    this.stats = stats;
    this.version = version;
    MultiCollector ours = this::collect;
    registry.register(ours);
    JvmMetrics.builder().register(registry);
  }

  /** A document for Prometheus, with its media type. */
  public record Exposition(String type, String text) {}

  /**
   * Returns all metrics.
   *
   * @param accept the field Accept of the request, which chooses the text format of Prometheus or
   *     OpenMetrics; null if there is none
   */
  public Exposition exposition(@Nullable String accept) {
    var writer = formats.findWriter(accept);
    var out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exposition(writer.getContentType(), out.toString(UTF_8));
  }

  private MetricSnapshots collect() {
    var families = new Families();
    families.gauge(
        "spillway_build_info",
        "The version of the program; the value is always 1.",
        Labels.of("version", version),
        1);
    addCatalog(stats.catalog(), families);
    var http = stats.http();
    addHttp(http, families);
    var seeder = stats.seeder();
    addBytes(http, seeder.map(SeederStats::bytesSent).orElse(0L), families);
    seeder.ifPresent(counters -> addSeeder(counters, families));
    stats.tracker().ifPresent(counters -> addTracker(counters, families));
    stats.dns().ifPresent(counters -> addDns(counters, families));
    return families.snapshots();
  }

  private static void addCatalog(CatalogStats catalog, Families families) {
    families.gauge("spillway_catalog_torrents", "Torrents that are offered.", catalog.torrents());
    families.gauge(
        "spillway_catalog_bytes", "Length of all files that are offered.", catalog.bytes());
    families.gauge(
        "spillway_catalog_hashing_files",
        "Files that are being hashed or wait for it.",
        catalog.hashing());
    families.counter(
        "spillway_catalog_hashed_bytes",
        "Bytes that were hashed since the start.",
        catalog.bytesHashed());
  }

  private static void addHttp(NegotiationStats http, Families families) {
    Map<String, Long> answers = new LinkedHashMap<>();
    answers.put("file", http.files());
    answers.put("torrent", http.torrents());
    answers.put("metalink", http.metalinks());
    answers.put("magnet", http.magnets());
    answers.put("folder", http.folders());
    answers.put("swarm_page", http.swarmPages());
    answers.put("page_file", http.pageFiles());
    answers.put("mirror_redirect", http.mirrorRedirects());
    answers.put("not_modified", http.notModified());
    answers.put("error", http.errors());
    families.counter("spillway_http_answers", "Answers over HTTP, by kind.", "kind", answers);
    families.counter(
        "spillway_http_aborted", "Answers over HTTP that were cut off.", http.aborted());
    families.counter(
        "spillway_http_refused", "Files that were not sent because of limits.", http.refused());
    families.gauge(
        "spillway_http_transfers", "Files that are being sent over HTTP.", http.transfers());
    families.gauge(
        "spillway_http_overloaded",
        "1 if no further file would be sent over HTTP now, else 0.",
        http.overloaded() ? 1 : 0);
  }

  /** Adds what was sent; the swarm's own part is known from the reports of its peers only. */
  private void addBytes(NegotiationStats http, long byUs, Families families) {
    Map<String, Long> sent = new LinkedHashMap<>();
    sent.put("plain", http.plain().total());
    sent.put("web_seed", http.webSeed().total());
    sent.put("seeder", byUs);
    families.counter("spillway_sent_bytes", "Bytes of files sent, by channel.", "channel", sent);
    var reported = stats.reported();
    Map<String, Long> moved = new LinkedHashMap<>();
    moved.put("downloaded", reported.downloaded());
    moved.put("uploaded", reported.uploaded());
    families.counter(
        "spillway_reported_bytes",
        "Bytes that peers reported to the tracker, which nobody can verify.",
        "direction",
        moved);
  }

  private static void addSeeder(SeederStats seeder, Families families) {
    families.gauge(
        "spillway_seeder_connections", "Connections to peers now.", seeder.connections());
    families.gauge("spillway_seeder_torrents", "Torrents that have a peer now.", seeder.torrents());
    families.counter("spillway_seeder_blocks", "Blocks sent to peers.", seeder.blocksSent());
    families.counter("spillway_seeder_dials", "Connections begun to peers.", seeder.dials());
    Map<String, Long> refused = new LinkedHashMap<>();
    refused.put("connection", seeder.connectionsRefused());
    refused.put("handshake", seeder.handshakesRefused());
    refused.put("request", seeder.requestsRejected());
    refused.put("misbehaviour", seeder.misbehaved());
    families.counter(
        "spillway_seeder_refusals",
        "Connections, handshakes and requests of peers that were refused, and connections closed"
            + " because of what the peer sent.",
        "what",
        refused);
  }

  private static void addTracker(TrackerStats tracker, Families families) {
    families.counter(
        "spillway_tracker_announces",
        "Announces that were answered.",
        "protocol",
        byProtocol(tracker, TrackerStats.Door::announces));
    families.counter(
        "spillway_tracker_scrapes",
        "Scrapes that were answered.",
        "protocol",
        byProtocol(tracker, TrackerStats.Door::scrapes));
    families.counter(
        "spillway_tracker_refused",
        "Well-formed requests that were refused.",
        "protocol",
        byProtocol(tracker, TrackerStats.Door::refused));
    families.counter(
        "spillway_tracker_malformed",
        "Requests that could not be read.",
        "protocol",
        byProtocol(tracker, TrackerStats.Door::malformed));
    families.gauge(
        "spillway_tracker_peers", "Peers in all swarms that have an address.", tracker.peers());
    families.gauge(
        "spillway_tracker_webrtc_peers", "Peers reached over WebRTC.", tracker.webRtcPeers());
    families.gauge("spillway_tracker_sockets", "WebSockets that are open.", tracker.sockets());
    families.gauge("spillway_tracker_swarms", "Swarms that are known.", tracker.swarms());
  }

  private static Map<String, Long> byProtocol(
      TrackerStats tracker, ToLongFunction<TrackerStats.Door> count) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("http", count.applyAsLong(tracker.http()));
    counts.put("udp", count.applyAsLong(tracker.udp()));
    counts.put("websocket", count.applyAsLong(tracker.webSocket()));
    return counts;
  }

  private static void addDns(DnsStats dns, Families families) {
    Map<String, Long> queries = new LinkedHashMap<>();
    queries.put("udp", dns.udpQueries());
    queries.put("tcp", dns.tcpQueries());
    queries.put("https", dns.httpsQueries());
    families.counter("spillway_dns_queries", "Messages to the name server.", "transport", queries);
    families.counter(
        "spillway_dns_answers", "Answers by RCODE.", "rcode", new TreeMap<>(dns.answers()));
    families.counter(
        "spillway_dns_truncated", "Answers that sent the client to TCP.", dns.truncated());
    families.counter(
        "spillway_dns_dropped",
        "Queries without an answer, because the rate of their network was used up.",
        dns.dropped());
    families.gauge("spillway_dns_names", "Names that hold a torrent, in each zone.", dns.names());
    families.gauge(
        "spillway_dns_tcp_connections", "TCP connections that are open.", dns.tcpConnections());
  }
}
