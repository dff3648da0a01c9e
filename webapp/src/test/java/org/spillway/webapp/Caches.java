package org.spillway.webapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;

/** nginx and Varnish in front of a server, as operators set them up; each cache has its own URL. */
final class Caches implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(1);

  /** How nginx is told to cache; every one of them keeps what it may for an hour. */
  private static final Map<String, String> NGINX =
      Map.of(
          "nginx",
          "proxy_cache_valid 200 206 1h;",
          "nginx with locks",
          """
          proxy_cache_valid 200 206 1h; proxy_cache_lock on; proxy_http_version 1.1;
          """,
          "nginx with slices",
          """
          proxy_cache_valid 200 206 1h; proxy_http_version 1.1; slice 8k;
          proxy_cache_key $uri$is_args$args$slice_range; proxy_set_header Range $slice_range;
          """,
          "nginx with one copy of slices",
          """
          proxy_cache_valid 200 206 1h; proxy_http_version 1.1; slice 8k;
          proxy_cache_key $uri$is_args$args$slice_range; proxy_set_header Range $slice_range;
          proxy_ignore_headers Vary;
          """,
          "nginx that ignores Vary",
          "proxy_cache_valid 200 206 1h; proxy_ignore_headers Vary;",
          "nginx that ignores Cache-Control",
          "proxy_cache_valid 200 206 1h; proxy_ignore_headers Cache-Control;",
          "nginx that asks again",
          "proxy_cache_valid 200 206 1s; proxy_cache_revalidate on;",
          "nginx with one copy",
          """
          proxy_cache_valid 200 206 1h; proxy_ignore_headers Vary;
          proxy_cache_bypass $torrent_wish; proxy_no_cache $torrent_wish;
          proxy_set_header Accept $torrent_accept;
          proxy_set_header Accept-Encoding $torrent_encoding;
          """);

  /** The settings in docs/caches.md for operators who want one copy for all plain clients. */
  private static final String NGINX_MAPS =
      """
      map "$http_range:$http_accept $http_accept_encoding" $torrent_wish {
        default "";
        "~*^:.*(torrent|metalink4)" 1;
      }
      map $torrent_wish $torrent_accept { default ""; 1 $http_accept; }
      map $torrent_wish $torrent_encoding { default ""; 1 $http_accept_encoding; }
      """;

  /** The settings in docs/caches.md for operators who want headers to select the torrent. */
  private static final String NEGOTIATING_VCL =
      """
      sub vcl_recv {
        if (req.http.Range || (req.http.Accept !~ "(?i)bittorrent|metalink4"
            && req.http.Accept-Encoding !~ "(?i)torrent")) {
          unset req.http.Accept;
          unset req.http.Accept-Encoding;
        }
      }
      sub vcl_backend_fetch {
        unset bereq.http.X-Varnish;
      }
      """;

  private final Path folder;
  private final int origin;
  private final List<Program> programs = new ArrayList<>();
  private final List<Nginx> nginxes = new ArrayList<>();
  private final Map<String, String> bases = new LinkedHashMap<>();

  private Caches(Path folder, int origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /**
   * @param origin the port of the server
   */
  static Caches start(Path folder, int origin) throws Exception {
    var caches = new Caches(folder, origin);
    try {
      for (var entry : NGINX.entrySet()) {
        caches.startNginx(entry.getKey(), entry.getValue());
      }
      caches.startVarnish("varnish", "", "on");
      caches.startVarnish("varnish that negotiates", NEGOTIATING_VCL, "off");
      return caches;
    } catch (Exception | AssertionError e) {
      caches.close();
      throw e;
    }
  }

  List<String> names() {
    return List.copyOf(bases.keySet());
  }

  /** The URL of what the cache stands in front of, without a final slash. */
  String base(String name) {
    return Objects.requireNonNull(bases.get(name), name);
  }

  private void startNginx(String name, String settings) throws Exception {
    var nginx =
        Nginx.start(
            folder,
            NGINX_MAPS + "proxy_cache_path cache keys_zone=zone:1m use_temp_path=off;",
            """
            add_header X-Cache $upstream_cache_status always;
            location / {
              proxy_pass http://127.0.0.1:%d;
              proxy_cache zone;
              %s
            }
            """
                .formatted(origin, settings));
    nginxes.add(nginx);
    bases.put(name, nginx.base());
  }

  /**
   * @param gzip "on", as Varnish is installed, makes every Accept-Encoding that it passes on "gzip"
   */
  private void startVarnish(String name, String vcl, String gzip) throws Exception {
    Path home = folder.resolve(name.replace(' ', '-'));
    String backend =
        "vcl 4.1;\nbackend default { .host = \"127.0.0.1\"; .port = \"%d\"; }\n".formatted(origin);
    Path configuration = Files.writeString(folder.resolve(home + ".vcl"), backend + vcl);
    int port = FreePort.find();
    var command = new ArrayList<>(List.of("varnishd", "-F", "-j", "none", "-n", home.toString()));
    command.addAll(List.of("-a", "127.0.0.1:" + port, "-f", configuration.toString()));
    command.addAll(List.of("-s", "malloc,64m", "-p", "http_gzip_support=" + gzip));
    start(command, port);
    bases.put(name, "http://127.0.0.1:" + port);
  }

  /** Debian keeps servers out of the path of those who are not root. */
  private void start(List<String> command, int port) throws Exception {
    var path = Map.of("PATH", "/usr/sbin:" + System.getenv("PATH"));
    var withPath = new ArrayList<>(List.of("env"));
    withPath.addAll(command);
    var program = Program.start(path, withPath);
    programs.add(program);
    program.awaitPort(MOST, port);
  }

  /** Returns the output of the programs. */
  String output() {
    var output = new StringBuilder();
    nginxes.forEach(nginx -> output.append(nginx.output()));
    programs.forEach(program -> output.append(program.output()));
    return output.toString();
  }

  @Override
  public void close() throws IOException {
    nginxes.forEach(Nginx::close);
    programs.forEach(Program::close);
  }
}
