package org.spillway.webapp.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  @Test
  void format_isOneObjectOnOneLine() {
    var message = new LogRecord(Level.WARNING, "{0} cannot be hashed");
    message.setLoggerName("org.spillway.catalog");
    message.setInstant(Instant.parse("2026-12-01T12:00:00.5Z"));
    message.setParameters(new Object[] {"/a\n\u001b[2J\u202e\"b"});
    assertThat(new JsonLog().format(message))
        .isEqualTo(
            "{\"time\":\"2026-12-01T12:00:00.500Z\",\"level\":\"warning\","
                + "\"logger\":\"org.spillway.catalog\","
                + "\"message\":\"/a\\n\\u001B[2J\\u202E\\\"b cannot be hashed\"}\n");
  }

  @Test
  void format_exception_hasItsTrace() throws Exception {
    var message = new LogRecord(Level.SEVERE, "failed");
    message.setThrown(new IllegalStateException("gone"));
    var read = new ObjectMapper().readTree(new JsonLog().format(message));
    assertThat(read.get("level").asText()).isEqualTo("error");
    assertThat(read.get("exception").asText())
        .startsWith("java.lang.IllegalStateException: gone\n\tat ");
  }
}
