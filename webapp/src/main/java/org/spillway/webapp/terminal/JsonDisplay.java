package org.spillway.webapp.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.spillway.client.DownloadResult;
import org.spillway.client.Route;
import org.spillway.client.Source;

/**
 * Prints a JSON object on a line for each event, for programs. The members are documented in {@code
 * docs/get.md}. Everything but ASCII is escaped, so that no line can command a terminal.
 */
public final class JsonDisplay implements Display {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The shortest time between two events about the progress of one download. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final PrintStream out;
  private final Clock clock;
  private boolean isClosed;

  /**
   * @param out the stream, for ASCII
   */
  public JsonDisplay(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** Writes the members of an event. */
  @FunctionalInterface
  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  private synchronized void event(String event, String argument, Members members) {
    if (isClosed) {
      return;
    }
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("event", event);
      json.writeStringField("argument", argument);
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // One call, so that no line is torn apart by another writer.
    out.println(bytes.toString(UTF_8).replace("\u007f", "\\u007f"));
    out.flush();
  }

  @Override
  public DownloadView begin(String argument) {
    return new Listener(argument);
  }

  @Override
  public synchronized void close() {
    isClosed = true;
  }

  /** Listens to one of the downloads. */
  private final class Listener implements DownloadView {
    private final String argument;
    private final ProgressMeter meter;
    private Instant told;
    private int peers;

    Listener(String argument) {
      this.argument = argument;
      this.meter = new ProgressMeter(argument, clock);
      this.told = clock.instant().minus(INTERVAL);
    }

    @Override
    public void found(Route route, String detail) {
      note(route.label() + " (" + detail + ")");
    }

    @Override
    public synchronized void started(String name, long length) {
      meter.start(name, length);
      event(
          "started",
          argument,
          json -> {
            json.writeStringField("name", name);
            writeLength(json, length);
          });
    }

    @Override
    public synchronized void received(Source source, long bytes) {
      meter.add(source, bytes);
      progress();
    }

    @Override
    public synchronized void peers(int connected) {
      peers = connected;
      if (meter.isStarted()) {
        progress();
      }
    }

    private void progress() {
      if (Duration.between(told, clock.instant()).compareTo(INTERVAL) < 0) {
        return;
      }
      told = clock.instant();
      event(
          "progress",
          argument,
          json -> {
            json.writeNumberField("bytes", meter.done());
            writeLength(json, meter.length());
            json.writeNumberField("rate", meter.rate());
            json.writeNumberField("peers", peers);
          });
    }

    @Override
    public void note(String message) {
      event("note", argument, json -> json.writeStringField("message", message));
    }

    @Override
    public void failed(int code, String message) {
      event(
          "failed",
          argument,
          json -> {
            json.writeNumberField("exit", code);
            json.writeStringField("message", message);
          });
    }

    @Override
    public void finished(DownloadResult result) {
      event(
          "finished",
          argument,
          json -> {
            json.writeStringField("file", result.file().toString());
            json.writeNumberField("length", result.length());
            json.writeNumberField("seconds", result.took().toMillis() / 1000.0);
            json.writeObjectFieldStart("sources");
            for (var entry : new TreeMap<>(result.bytes()).entrySet()) {
              json.writeNumberField(entry.getKey().label(), entry.getValue());
            }
            json.writeEndObject();
          });
    }
  }

  private static void writeLength(JsonGenerator json, long length) throws IOException {
    if (length < 0) {
      json.writeNullField("length");
    } else {
      json.writeNumberField("length", length);
    }
  }
}
