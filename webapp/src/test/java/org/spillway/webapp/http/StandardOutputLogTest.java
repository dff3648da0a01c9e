package org.spillway.webapp.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.spillway.testing.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StandardOutputLogTest {
  @Test
  void stop_writesTheLinesThatWait() throws Exception {
    var out = new ByteArrayOutputStream();
    var log = new StandardOutputLog(new PrintStream(out, true, UTF_8), 100);
    log.start();
    for (int i = 0; i < 100; i++) {
      log.write("line " + i);
    }
    log.stop();
    assertThat(out.toString(UTF_8).lines()).hasSize(100).startsWith("line 0").endsWith("line 99");
  }

  /** The pipe holds a few lines and nobody reads it: a write that waited would never end. */
  @Test
  void write_readerThatHasStopped_dropsLines() throws Exception {
    try (var reader = new PipedInputStream(64);
        var pipe = new PipedOutputStream(reader)) {
      var log = new StandardOutputLog(new PrintStream(pipe, true, UTF_8), 10);
      log.start();
      for (int i = 0; i < 1_000; i++) {
        log.write("line " + i);
      }
      await("the first lines").until(() -> reader.available() == 64);
      assertThat(new String(reader.readNBytes(6), UTF_8)).isEqualTo("line 0");
    }
  }
}
