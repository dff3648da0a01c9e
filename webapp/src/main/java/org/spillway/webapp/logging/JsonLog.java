package org.spillway.webapp.logging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Formats each message of the log as a JSON object on one line, for collectors of logs. Everything
 * but ASCII is escaped, so that no message can command a terminal or begin a line of its own.
 */
public final class JsonLog extends Formatter {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Makes all handlers of the log write JSON from now on. */
  public static void use() {
    Stream.of(Logger.getLogger("").getHandlers())
        .forEach(handler -> handler.setFormatter(new JsonLog()));
  }

  @Override
  public String format(LogRecord message) {
    var line = new StringWriter();
    try (var json = JSON.createGenerator(line)) {
      write(message, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.append('\n').toString();
  }

  private void write(LogRecord message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", message.getInstant().toString());
    json.writeStringField("level", level(message.getLevel()));
    json.writeStringField("logger", String.valueOf(message.getLoggerName()));
    json.writeStringField("message", formatMessage(message));
    var thrown = message.getThrown();
    if (thrown != null) {
      var trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      json.writeStringField("exception", trace.toString());
    }
    json.writeEndObject();
  }

  /** Returns the name that most collectors know: error, warning, info or debug. */
  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    return level.intValue() < Level.INFO.intValue()
        ? "debug"
        : level.getName().toLowerCase(Locale.ROOT);
  }
}
