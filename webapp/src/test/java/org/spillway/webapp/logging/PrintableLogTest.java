package org.spillway.webapp.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class PrintableLogTest {
  @Test
  void format_namesFromOutside() {
    var message = new LogRecord(Level.WARNING, "{0} cannot be hashed");
    message.setParameters(new Object[] {"/a\u001b[2J\u009b2J\u202egpj.exe\r"});
    assertThat(new PrintableLog().format(message))
        .contains("/a?[2J?2J?gpj.exe? cannot be hashed")
        .endsWith(System.lineSeparator());
  }

  @Test
  void format_stackTrace_keepsItsLines() {
    var message = new LogRecord(Level.WARNING, "failed");
    message.setThrown(new IllegalStateException("a\u202eb"));
    assertThat(new PrintableLog().format(message)).contains("a?b", "\n\tat ");
  }
}
