package org.spillway.webapp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spillway.testing.Program;

/** Debian's Tomcat 10.1, with a base folder of its own and a process of its own. */
final class Tomcat implements AutoCloseable {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final String HOME = "/usr/share/tomcat10";

  private final Program program;

  private Tomcat(Program program) {
    this.program = program;
  }

  /**
   * @param base an own folder
   * @param contexts the descriptor of each application, by its path without a slash
   */
  static Tomcat start(
      Path base, int port, Map<String, String> contexts, Map<String, String> environment)
      throws Exception {
    for (String part : List.of("conf/Catalina/localhost", "logs", "temp", "webapps", "work")) {
      Files.createDirectories(base.resolve(part));
    }
    Files.writeString(base.resolve("conf/server.xml"), serverXml(port));
    Files.copy(Path.of(HOME, "etc/web.xml"), base.resolve("conf/web.xml"));
    for (var context : contexts.entrySet()) {
      Path descriptor = base.resolve("conf/Catalina/localhost/" + context.getKey() + ".xml");
      Files.writeString(descriptor, context.getValue());
    }
    var all = new HashMap<>(environment);
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("CATALINA_HOME", HOME);
    all.put("CATALINA_BASE", base.toString());
    var tomcat = new Tomcat(Program.start(all, List.of(HOME + "/bin/catalina.sh", "run")));
    tomcat.program.awaitOutput(MOST, output -> output.contains("Server startup in"));
    return tomcat;
  }

  private static String serverXml(int port) {
    return """
    <Server port="-1">
      <Service name="Catalina">
        <Connector port="%d" address="127.0.0.1" protocol="HTTP/1.1" maxKeepAliveRequests="-1"/>
        <Engine name="Catalina" defaultHost="localhost">
          <Host name="localhost" appBase="webapps" autoDeploy="false"/>
        </Engine>
      </Service>
    </Server>
    """
        .formatted(port);
  }

  String output() {
    return program.output();
  }

  /** Stops it in good order. */
  void stop() throws InterruptedException {
    program.terminate();
    program.awaitEnd(MOST);
  }

  @Override
  public void close() {
    program.close();
  }
}
