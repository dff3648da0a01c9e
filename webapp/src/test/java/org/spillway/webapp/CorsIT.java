package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.webapp.config.Config;
import org.spillway.webapp.config.NegotiationConfig;

/** What a page of another site may do, as its browser sees it. */
class CorsIT {
  private static final String PAGE = "https://page.example";
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private TestSite site;

  @BeforeEach
  void create() throws Exception {
    site = new TestSite(folder);
    Files.writeString(site.file("/pub/small"), "A small text.");
  }

  private Server start(String origins) throws Exception {
    var config = Config.of(site.values().set(NegotiationConfig.CORS_ORIGINS, origins));
    return Server.start(config, Server.bindHttp(config));
  }

  private HttpResponse<String> send(Server server, String method, String path, String... fields)
      throws Exception {
    var uri = URI.create("http://127.0.0.1:" + server.ports().http().orElseThrow() + path);
    var request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).headers(fields).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> preflight(Server server, String origin) throws Exception {
    return send(
        server,
        "OPTIONS",
        "/seed/pub/small",
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "GET",
        "Access-Control-Request-Headers",
        "cache-control,range,user-agent");
  }

  private static List<String> values(HttpResponse<?> response, String name) {
    return response.headers().allValues(name);
  }

  @Test
  void anyOrigin_everyAnswerMayBeRead() throws Exception {
    try (var server = start("*")) {
      var whole = send(server, "GET", "/pub/small", "Origin", PAGE);
      String etag = values(whole, "ETag").get(0);
      var answers =
          List.of(
              whole,
              send(server, "GET", "/seed/pub/small", "Origin", PAGE, "Range", "bytes=2-6"),
              send(server, "GET", "/pub/small", "Origin", PAGE, "Range", "bytes=99-"),
              send(server, "GET", "/pub/small", "Origin", PAGE, "If-None-Match", etag),
              send(server, "GET", "/pub/small?torrent", "Origin", PAGE),
              send(server, "HEAD", "/pub/small", "Origin", PAGE),
              send(server, "GET", "/pub/none", "Origin", PAGE));
      assertThat(answers)
          .extracting(HttpResponse::statusCode)
          .containsExactly(200, 206, 416, 304, 200, 200, 404);
      assertThat(answers)
          .allSatisfy(
              answer -> {
                assertThat(values(answer, ALLOW_ORIGIN)).containsExactly("*");
                assertThat(values(answer, "Access-Control-Expose-Headers").get(0))
                    .contains("Content-Range", "ETag", "Link", "Retry-After");
                assertThat(values(answer, "Access-Control-Allow-Credentials")).isEmpty();
                assertThat(String.join(", ", values(answer, "Vary"))).doesNotContain("Origin");
              });
    }
  }

  @Test
  void anyOrigin_preflightOfWebTorrent() throws Exception {
    try (var server = start("*")) {
      var answer = preflight(server, PAGE);
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(values(answer, ALLOW_ORIGIN)).containsExactly("*");
      assertThat(values(answer, "Access-Control-Allow-Methods"))
          .containsExactly("GET, HEAD, OPTIONS");
      assertThat(values(answer, "Access-Control-Allow-Headers").get(0))
          .contains("Cache-Control", "Range", "User-Agent");
      assertThat(values(answer, "Access-Control-Max-Age")).containsExactly("86400");
    }
  }

  @Test
  void someOrigins_othersSeeNothing() throws Exception {
    try (var server = start(PAGE + ", http://localhost:3000")) {
      var ours = send(server, "GET", "/seed/pub/small", "Origin", PAGE, "Range", "bytes=0-0");
      assertThat(values(ours, ALLOW_ORIGIN)).containsExactly(PAGE);
      assertThat(values(ours, "Vary")).containsExactly("Origin");
      assertThat(values(preflight(server, PAGE), ALLOW_ORIGIN)).containsExactly(PAGE);
      var others = send(server, "GET", "/pub/small", "Origin", "https://other.example");
      assertThat(others.body()).isEqualTo("A small text.");
      assertThat(values(others, ALLOW_ORIGIN)).isEmpty();
      assertThat(values(others, "Vary")).contains("Origin");
      var refused = preflight(server, "https://other.example");
      assertThat(refused.statusCode()).isEqualTo(204);
      assertThat(values(refused, ALLOW_ORIGIN)).isEmpty();
      assertThat(values(refused, "Access-Control-Allow-Methods")).isEmpty();
    }
  }

  @Test
  void noOrigin_nothingIsSaid() throws Exception {
    try (var server = start("")) {
      var answer = send(server, "GET", "/pub/small", "Origin", PAGE);
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
      assertThat(values(preflight(server, PAGE), "Access-Control-Allow-Methods")).isEmpty();
    }
  }
}
