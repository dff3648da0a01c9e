package org.spillway.webapp.config;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * The place where a value is written.
 *
 * @param source the rank of the source, with the weakest first: a file, the environment, the
 *     command line, a program
 * @param line the line, from 1; 0 outside of files
 * @param column the column, from 1; 0 outside of files
 * @param prefix the beginning of messages about this place: {@code spillway.yaml:12:5: http.port}
 * @param name the name in remarks: {@code spillway.yaml:12}
 */
public record Place(int source, int line, int column, String prefix, String name)
    implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::source)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  /**
   * @param line the line, from 1
   * @param column the column, from 1
   * @param key the key as it is written there
   */
  static Place inFile(Path file, int line, int column, String key) {
    String name = Quoted.plain(file.toString()) + ":" + line;
    return new Place(0, line, column, name + ":" + column + subject(key), name);
  }

  private static String subject(String key) {
    return key.isEmpty() ? "" : ": " + Quoted.plain(key);
  }

  /** Returns the place of a file as a whole. */
  static Place file(Path file) {
    String name = Quoted.plain(file.toString());
    return new Place(0, 0, 0, name, name);
  }

  static Place variable(String name) {
    String shown = Quoted.plain(name);
    return new Place(1, 0, 0, "environment: " + shown, "the environment, " + shown);
  }

  /**
   * @param words the option or argument, as help texts write it
   */
  public static Place commandLine(String words) {
    String shown = Quoted.plain(words);
    return new Place(2, 0, 0, shown, "the command line, " + shown);
  }

  /** Returns the place of a context parameter of a servlet container. */
  public static Place parameter(String name) {
    String shown = "context parameter " + Quoted.plain(name);
    return new Place(2, 0, 0, shown, shown);
  }

  /** Returns the place of a key that is not written anywhere, or that a program sets. */
  static Place of(Key<?> key) {
    return new Place(3, 0, 0, key.toString(), key.toString());
  }

  /** Orders places as sources are read, and from top to bottom. */
  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
