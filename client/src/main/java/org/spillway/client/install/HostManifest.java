package org.spillway.client.install;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.spillway.client.helper.ExtensionIds;
import org.spillway.client.helper.NativeHost;

/**
 * The manifest of a native messaging host, by which a browser finds the program and knows which
 * extensions may start it.
 *
 * @param launcher the absolute path of the program
 */
record HostManifest(Browser browser, Path launcher, ExtensionIds extensions) {
  static final String FILE_NAME = NativeHost.NAME + ".json";

  byte[] toJson() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("name", NativeHost.NAME);
      json.writeStringField("description", "Downloads for the Spillway extension");
      json.writeStringField("path", launcher.toString());
      json.writeStringField("type", "stdio");
      if (browser == Browser.FIREFOX) {
        write(json, "allowed_extensions", extensions.firefox());
      } else {
        write(json, "allowed_origins", extensions.chromiumOrigins());
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
