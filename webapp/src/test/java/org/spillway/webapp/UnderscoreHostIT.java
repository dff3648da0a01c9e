package org.spillway.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spillway.testing.Program;
import org.spillway.webapp.command.Main;

/** A host that browsers take and java.net.URI does not, in {@code spillway get}. */
class UnderscoreHostIT {
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final String HOST = "my_files.example.org";

  @TempDir private Path folder;
  private ServedSite served;

  @BeforeEach
  void start() throws Exception {
    served = ServedSite.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
  }

  @Test
  void get_overHttp() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 " + HOST + "\n");
    Path target = folder.resolve("saved");
    var environment = Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
    String url = served.url(TestSite.SMALL).replace("127.0.0.1", HOST);
    try (var get =
        Program.java(environment, Main.class.getName(), "get", "-o", target.toString(), url)) {
      assertThat(get.awaitEnd(MOST)).as(get.output()).isZero();
      assertThat(get.output()).doesNotContain("asking DNS");
    }
    assertThat(target).hasSameBinaryContentAs(served.site().file(TestSite.SMALL));
  }
}
