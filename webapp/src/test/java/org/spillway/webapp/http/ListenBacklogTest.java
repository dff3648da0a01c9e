package org.spillway.webapp.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenBacklogTest {
  @TempDir private Path folder;

  private Path limit(String text) throws IOException {
    return Files.writeString(folder.resolve("somaxconn"), text);
  }

  @Test
  void warning_systemAllowsLess_saysWhatToDo() throws IOException {
    assertThat(ListenBacklog.warning(limit("128\n")))
        .hasValueSatisfying(
            text -> assertThat(text).contains("only 128", "net.core.somaxconn to 1024"));
  }

  @Test
  void warning_systemAllowsEnough_none() throws IOException {
    assertThat(ListenBacklog.warning(limit("1024\n"))).isEmpty();
  }

  @Test
  void warning_unknownLimit_none() throws IOException {
    assertThat(ListenBacklog.warning(folder.resolve("missing"))).isEmpty();
    assertThat(ListenBacklog.warning(limit("many"))).isEmpty();
  }
}
