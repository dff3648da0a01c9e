package org.spillway.torrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** The vectors that the tests of both languages read, {@code vectors/} at the top. */
public final class Vectors {
  private Vectors() {}

  /**
   * @param name of the file, without its ending
   */
  public static JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(Path.of("../vectors", name + ".json").toFile());
  }
}
