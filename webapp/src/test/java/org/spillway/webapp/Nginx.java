package org.spillway.webapp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.spillway.testing.FreePort;
import org.spillway.testing.Program;

/** An nginx with one server, in the foreground. */
final class Nginx implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(1);

  private final Program program;
  private final int port;

  private Nginx(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /**
   * @param settings of the server, such as its locations
   */
  static Nginx start(Path folder, String settings) throws Exception {
    return start(folder, "", settings);
  }

  /**
   * @param common settings beside those of the server, such as maps
   */
  static Nginx start(Path folder, String common, String settings) throws Exception {
    Path home = Files.createTempDirectory(folder, "nginx");
    int port = FreePort.find();
    var text =
        """
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
          server {
            listen 127.0.0.1:%3$d;
            %4$s
          }
        }
        """
            .formatted(home, common, port, settings);
    Path configuration = Files.writeString(home.resolve("nginx.conf"), text);
    // Debian keeps servers out of the path of those who are not root.
    var path = Map.of("PATH", "/usr/sbin:" + System.getenv("PATH"));
    var command = List.of("env", "nginx", "-p", home.toString(), "-c", configuration.toString());
    var nginx = new Nginx(Program.start(path, command), port);
    nginx.program.awaitPort(MOST, port);
    return nginx;
  }

  String base() {
    return "http://127.0.0.1:" + port;
  }

  String output() {
    return program.output();
  }

  @Override
  public void close() {
    program.close();
  }
}
