package org.spillway.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.spillway.testing.FreePort;

/** nginx, with a configuration that an expert would write. */
final class Nginx {
  private static final String PROGRAM = "nginx";

  /** The place of the program in Debian, which is not always in the path of users. */
  private static final Path DEBIAN = Path.of("/usr/sbin", PROGRAM);

  private static final int TRIES = 500;

  /** Directives that cache file descriptors and the results of stat(2). */
  private static final String CACHE =
      "open_file_cache max=200000 inactive=60s; open_file_cache_valid 60s;";

  /**
   * The configuration, in which the port, the folder, and the directives of the cache are filled
   * in.
   */
  private static final String CONFIGURATION =
      """
      %s
      daemon off;
      worker_processes 1;
      worker_rlimit_nofile %d;
      pid nginx.pid;
      error_log stderr;
      events { worker_connections 19000; }
      http {
        access_log off;
        sendfile on;
        tcp_nopush on;
        keepalive_timeout 300s;
        keepalive_requests 1000000000;
        default_type application/octet-stream;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        %s
        server { listen 127.0.0.1:%d backlog=4096; root %s; autoindex on; }
      }
      """;

  private Nginx() {}

  static boolean isInstalled() {
    return Files.isExecutable(DEBIAN) || Command.isInstalled(PROGRAM);
  }

  /**
   * Starts nginx, and returns as soon as it answers.
   *
   * @param content the folder that it serves
   */
  static ServerProcess start(Workplace workplace, Path content, boolean cache)
      throws IOException, InterruptedException {
    Path folder = workplace.folder(cache ? "nginx-cache" : "nginx");
    int port = FreePort.find();
    Path file =
        Files.writeString(folder.resolve("nginx.conf"), configuration(content, port, cache));
    String program = Files.isExecutable(DEBIAN) ? DEBIAN.toString() : PROGRAM;
    var command = List.of(program, "-p", folder.toString(), "-c", file.toString(), "-e", "stderr");
    var process = workplace.start(Machine.SERVER_CORE, command);
    for (int i = 0; i < TRIES && !process.waitFor(20, TimeUnit.MILLISECONDS); i++) {
      Optional<ProcessHandle> worker = process.children().findFirst();
      if (worker.isPresent() && accepts(port)) {
        return ServerProcess.of(process, worker.get().pid(), "{\"http\":" + port + '}');
      }
    }
    throw workplace.failure("nginx did not start");
  }

  private static String configuration(Path content, int port, boolean cache) {
    // Otherwise the worker would change its user, who may not enter the workplace.
    String user = System.getProperty("user.name");
    return CONFIGURATION.formatted(
        user.equals("root") ? "user root;" : "",
        Machine.openFiles(),
        cache ? CACHE : "",
        port,
        content);
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
