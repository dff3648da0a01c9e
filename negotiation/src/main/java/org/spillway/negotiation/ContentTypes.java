package org.spillway.negotiation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Media types by the ends of names, from a table of ours: the JDK's differs between machines. */
final class ContentTypes {
  private static final String TABLE = "content-types.txt";
  private static final String UNKNOWN = "application/octet-stream";

  private final Map<String, String> byExtension = new HashMap<>();

  ContentTypes() {
    var table = Objects.requireNonNull(ContentTypes.class.getResourceAsStream(TABLE), TABLE);
    try (var reader = new BufferedReader(new InputStreamReader(table, UTF_8))) {
      reader.lines().filter(line -> !line.startsWith("#")).forEach(this::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    var words = List.of(line.split(" +", -1));
    words.subList(1, words.size()).forEach(extension -> byExtension.put(extension, words.get(0)));
  }

  /** In lower case, without parameters. */
  String of(String name) {
    int dot = name.lastIndexOf('.');
    String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return dot < 0 ? UNKNOWN : byExtension.getOrDefault(extension, UNKNOWN);
  }
}
