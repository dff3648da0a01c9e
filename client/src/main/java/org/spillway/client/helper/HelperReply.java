package org.spillway.client.helper;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the messages to the extension, as UTF-8. */
final class HelperReply {
  private static final JsonFactory JSON = new JsonFactory();

  private HelperReply() {}

  static byte[] hello(String version, String folder) {
    return message(
        "hello",
        json -> {
          json.writeStringField("version", version);
          json.writeStringField("folder", folder);
        });
  }

  static byte[] state(DownloadState state) {
    return message(
        "state",
        json -> {
          json.writeFieldName("download");
          write(state, json);
        });
  }

  static byte[] list(List<DownloadState> states) {
    return message(
        "list",
        json -> {
          json.writeArrayFieldStart("downloads");
          for (DownloadState state : states) {
            write(state, json);
          }
          json.writeEndArray();
        });
  }

  /**
   * @param id the id of the download that the error is about; empty if it is about none
   * @param sentence a sentence for a person
   */
  static byte[] error(String id, String sentence) {
    return message(
        "error",
        json -> {
          if (!id.isEmpty()) {
            json.writeStringField("id", id);
          }
          json.writeStringField("message", sentence);
        });
  }

  private static void write(DownloadState state, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", state.id());
    json.writeStringField("url", state.url().toString());
    json.writeStringField("name", state.name());
    json.writeNumberField("length", state.length());
    json.writeStringField("phase", state.phase().wireName());
    json.writeNumberField("verified", state.verified());
    json.writeNumberField("fromServer", state.received().server());
    json.writeNumberField("fromMirrors", state.received().mirrors());
    json.writeNumberField("fromPeers", state.received().peers());
    json.writeNumberField("uploaded", 0);
    json.writeNumberField("peers", state.peers());
    json.writeNumberField("rate", state.rate());
    if (state.phase() == Phase.FAILED) {
      json.writeStringField("failure", state.failure());
    }
    if (state.phase() == Phase.DONE) {
      json.writeStringField("path", state.target().toString());
    }
    json.writeEndObject();
  }

  private static byte[] message(String type, Members members) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", type);
      members.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }
}
