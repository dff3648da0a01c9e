package org.spillway.negotiation.fields;

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

/**
 * Finds media types by file names, in tables of our own, because the JDK's table differs between
 * machines. The table made from mime-db comes behind a short one that corrects it.
 */
public final class ContentTypes {
  private static final List<String> TABLES = List.of("content-types.txt", "mime-db.txt");
  private static final String UNKNOWN = "application/octet-stream";

  /**
   * The types by extension; for files known by their names, by "=" and the name, or its beginning
   * up to the first dot.
   */
  private final Map<String, String> byKey = new HashMap<>();

  public ContentTypes() {
    TABLES.forEach(this::readTable);
  }

  private void readTable(String name) {
    var table = Objects.requireNonNull(ContentTypes.class.getResourceAsStream(name), name);
    try (var reader = new BufferedReader(new InputStreamReader(table, UTF_8))) {
      reader.lines().filter(line -> !line.startsWith("#")).forEach(this::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    var words = List.of(line.split(" +", -1));
    words.subList(1, words.size()).forEach(key -> byKey.putIfAbsent(key, words.get(0)));
  }

  /** Returns the media type of a file, in lower case and without parameters. */
  public String of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String byExtension = byKey.get(lower.substring(lower.lastIndexOf('.') + 1));
    return byExtension != null && lower.indexOf('.') >= 0 ? byExtension : ofWholeName(lower);
  }

  /**
   * Returns the type of a file by its whole name: some are texts whatever their ending, such as
   * README.Debian.
   */
  private String ofWholeName(String lower) {
    int dot = lower.indexOf('.');
    String key = dot < 0 ? lower : lower.substring(0, dot + 1);
    return byKey.getOrDefault("=" + key, UNKNOWN);
  }
}
