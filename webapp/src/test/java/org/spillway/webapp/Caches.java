package org.spillway.webapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** What docs/caches.md tells operators who want one copy for all plain clients. */
  private static final String NGINX_MAPS =
      """
      map "$http_range:$http_accept $http_accept_encoding" $torrent_wish {
        default "";
        "~*^:.*(torrent|metalink4)" 1;
      }
      map $torrent_wish $torrent_accept { default ""; 1 $http_accept; }
      map $torrent_wish $torrent_encoding { default ""; 1 $http_accept_encoding; }
      """;

  /** What docs/caches.md tells operators who want headers to select the torrent. */
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
  private final Map<String, Integer> ports = new LinkedHashMap<>();

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
      caches.startNginx();
      caches.startVarnish("varnish", "", "on");
      caches.startVarnish("varnish that negotiates", NEGOTIATING_VCL, "off");
      return caches;
    } catch (Exception | AssertionError e) {
      caches.close();
      throw e;
    }
  }

  List<String> names() {
    return List.copyOf(ports.keySet());
  }

  /** The URL of what the cache stands in front of, without a final slash. */
  String base(String name) {
    return "http://127.0.0.1:" + ports.get(name);
  }

  private void startNginx() throws Exception {
    Path home = Files.createDirectories(folder.resolve("nginx"));
    var servers = new StringBuilder();
    for (var entry : NGINX.entrySet()) {
      int port = FreePort.find();
      servers.append(nginxServer(port, entry.getValue()));
      ports.put(entry.getKey(), port);
    }
    Path configuration = Files.writeString(home.resolve("nginx.conf"), nginxConf(home, servers));
    var command = List.of("nginx", "-p", home.toString(), "-c", configuration.toString());
    start(command, ports.values().iterator().next());
  }

  private String nginxServer(int port, String settings) {
    return """
        proxy_cache_path cache%1$d keys_zone=zone%1$d:1m use_temp_path=off;
        server {
          listen 127.0.0.1:%1$d;
          add_header X-Cache $upstream_cache_status always;
          location / {
            proxy_pass http://127.0.0.1:%2$d;
            proxy_cache zone%1$d;
            %3$s
          }
        }
    """
        .formatted(port, origin, settings);
  }

  private static String nginxConf(Path home, CharSequence servers) {
    return """
    daemon off;
    master_process off;
    pid %1$s/pid;
    error_log stderr warn;
    events {}
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      %2$s
    %3$s
    }
    """
        .formatted(home, NGINX_MAPS, servers);
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
    ports.put(name, port);
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

  /** What the programs said. */
  String output() {
    var output = new StringBuilder();
    programs.forEach(program -> output.append(program.output()));
    return output.toString();
  }

  @Override
  public void close() throws IOException {
    programs.forEach(Program::close);
  }
}
