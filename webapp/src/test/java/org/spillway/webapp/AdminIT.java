package org.spillway.webapp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.config.AdminConfig;
import org.spillway.webapp.config.Key;
import org.spillway.webapp.config.NegotiationConfig;
import org.spillway.webapp.config.SiteConfig;

/** The port for operators of {@code spillway serve}, as Prometheus and load balancers ask it. */
class AdminIT {
  private static final Duration MOST = Duration.ofMinutes(1);

  private static final Pattern METRIC = Pattern.compile("\\b(spillway|process|jvm)_\\w+");

  @TempDir private Path folder;
  private TestSite site;

  @BeforeEach
  void createSite() throws Exception {
    site = new TestSite(folder);
  }

  private Program serve(Map<Key<?>, String> keys) throws Exception {
    Map<Key<?>, String> all = new LinkedHashMap<>(keys);
    all.put(AdminConfig.ENABLED, "true");
    all.put(AdminConfig.PORT, "0");
    return ServeProcess.start(site, all, Map.of());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  @Test
  void metrics_passPromtool_andCount() throws Exception {
    try (var serve = serve(Map.of())) {
      var ports = ServeProcess.started(serve);
      String files = "http://127.0.0.1:" + ports.get("http").asInt();
      String admin = "http://127.0.0.1:" + ports.get("admin").asInt();
      TestSite.get(files + "/none");
      TestSite.get(files + "/pub/read%20me,%20100%25.txt");
      TestSite.torrent(files + TestSite.BIG);

      var response = TestSite.get(admin + "/metrics");
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain; version=0.0.4");
      Path metrics = Files.write(folder.resolve("metrics"), response.body());
      String check = "promtool check metrics < " + metrics;
      assertThat(Program.run(0, "bash", "-c", check)).isEmpty();
      long small = Files.size(site.file(TestSite.SMALL));
      assertThat(text(response))
          .contains(
              "spillway_http_answers_total{kind=\"file\"} 1.0\n",
              "spillway_http_answers_total{kind=\"error\"} 1.0\n",
              "spillway_http_answers_total{kind=\"torrent\"} 1.0\n",
              "spillway_sent_bytes_total{channel=\"plain\"} " + (double) small + "\n",
              "spillway_tracker_announces_total{protocol=\"udp\"} 0.0\n",
              "spillway_dns_queries_total{transport=\"udp\"} 0.0\n",
              "spillway_seeder_connections 0.0\n",
              "process_start_time_seconds ",
              "jvm_memory_used_bytes{area=\"heap\"} ")
          .doesNotContain("NaN");
      var open = TestSite.get(admin + "/metrics", "Accept", "application/openmetrics-text");
      assertThat(text(open)).endsWith("# EOF\n");
      assertThat(text(TestSite.get(files + "/.well-known/spillway"))).doesNotContain("admin");
      assertThat(TestSite.get(files + "/metrics").statusCode()).isEqualTo(404);
    }
  }

  /** A metric whose name was mistyped, or has changed, would show nothing for ever. */
  @Test
  void dashboard_asksForMetricsThatExist() throws Exception {
    var dashboard = new ObjectMapper().readTree(Path.of("../docs/grafana-dashboard.json").toFile());
    Set<String> asked = new TreeSet<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      METRIC.matcher(expression.asText()).results().map(MatchResult::group).forEach(asked::add);
    }
    try (var serve = serve(Map.of())) {
      var ports = ServeProcess.started(serve);
      String admin = "http://127.0.0.1:" + ports.get("admin").asInt();
      // RCODEs are counted from their first answer on.
      Program.run(0, "dig", "@127.0.0.1", "-p", ports.get("dns").asText(), "example.org", "TXT");
      Set<String> offered =
          text(TestSite.get(admin + "/metrics"))
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("[{ ]", 2)[0])
              .collect(Collectors.toSet());
      assertThat(asked).hasSizeGreaterThan(20);
      assertThat(offered).containsAll(asked);
    }
  }

  /** The file takes about ten seconds at this rate. */
  @Test
  void health_followsTheServer() throws Exception {
    String rate = Long.toString(Files.size(site.file(TestSite.BIG)) / 10);
    var slow =
        Map.<Key<?>, String>of(NegotiationConfig.MAX_RATE, rate, SiteConfig.SHUTDOWN_GRACE, "30s");
    try (var serve = serve(slow)) {
      var ports = ServeProcess.started(serve);
      String big = "http://127.0.0.1:" + ports.get("http").asInt() + TestSite.BIG;
      String admin = "http://127.0.0.1:" + ports.get("admin").asInt();
      assertThat(text(TestSite.get(admin + "/health/live"))).isEqualTo("live\n");
      assertThat(text(TestSite.get(admin + "/health/ready"))).isEqualTo("ready\n");
      assertThat(TestSite.get(admin + "/other").statusCode()).isEqualTo(404);
      try (var download = Program.start("curl", "-sS", "-o", "/dev/null", big)) {
        await("the download")
            .until(
                () ->
                    text(TestSite.get(admin + "/metrics"))
                        .contains("spillway_http_transfers 1.0\n"));
        serve.terminate();
        await("not ready").until(() -> TestSite.get(admin + "/health/ready").statusCode() == 503);
        assertThat(text(TestSite.get(admin + "/health/ready"))).isEqualTo("stopping\n");
        assertThat(TestSite.get(admin + "/health/live").statusCode()).isEqualTo(200);
        assertThat(download.awaitEnd(MOST)).isZero();
      }
      assertThat(serve.awaitEnd(MOST)).isZero();
    }
  }

  @Test
  void password_isAskedForOutsideOfHealth() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    try (var serve =
        serve(
            Map.of(AdminConfig.HOST, "0.0.0.0", AdminConfig.PASSWORD_FILE, password.toString()))) {
      String admin = "http://127.0.0.1:" + ServeProcess.started(serve).get("admin").asInt();
      var refused = TestSite.get(admin + "/metrics");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      String login = Base64.getEncoder().encodeToString("admin:secret".getBytes(UTF_8));
      var admitted = TestSite.get(admin + "/metrics", "Authorization", "Basic " + login);
      assertThat(admitted.statusCode()).isEqualTo(200);
      assertThat(TestSite.get(admin + "/health/ready").statusCode()).isEqualTo(200);
      assertThat(serve.output()).doesNotContain("secret");
    }
  }

  @Test
  void openAddressWithoutPassword_isRefused() throws Exception {
    try (var serve = serve(Map.of(AdminConfig.HOST, "0.0.0.0"))) {
      assertThat(serve.awaitEnd(MOST)).isEqualTo(2);
      assertThat(serve.output())
          .contains(
              "admin.host: must be a loopback address without admin.password-file, was 0.0.0.0");
    }
  }
}
