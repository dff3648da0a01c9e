package org.spillway.webapp.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration: its name, the form of its value, its default, and its description.
 *
 * @param <T> the type of its value
 */
public final class Key<T> {
  private static final String ENVIRONMENT_PREFIX = "SPILLWAY_";

  private final String name;
  private final Kind<T> kind;
  private final @Nullable T byDefault;
  private final String description;
  private final boolean isSecret;
  private final boolean isReloadable;

  private Key(
      String name,
      Kind<T> kind,
      @Nullable T byDefault,
      String description,
      boolean isSecret,
      boolean isReloadable) {
    this.name = name;
    this.kind = kind;
    this.byDefault = byDefault;
    this.description = description;
    this.isSecret = isSecret;
    this.isReloadable = isReloadable;
  }

  /**
   * Makes a key with a default.
   *
   * @param byDefault the default, taken from the settings that the key belongs to, so that it is
   *     written only there
   */
  static <T> Key<T> of(String name, Kind<T> kind, T byDefault, String description) {
    return new Key<>(name, kind, byDefault, description, false, false);
  }

  /** Makes a key without a default. Its description says what happens if no value is given. */
  static <T> Key<T> optional(String name, Kind<T> kind, String description) {
    return new Key<>(name, kind, null, description, false, false);
  }

  /** Returns the same key with a value that is never printed. */
  Key<T> secret() {
    return new Key<>(name, kind, byDefault, description, true, isReloadable);
  }

  /** Returns the same key for a file that is read again when it changes. */
  Key<T> reloadable() {
    return new Key<>(name, kind, byDefault, description, isSecret, true);
  }

  /** Returns the name of its environment variable: {@code SPILLWAY_HTTP_PORT}. */
  String variable() {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  static boolean isVariable(String name) {
    return name.startsWith(ENVIRONMENT_PREFIX);
  }

  Kind<T> kind() {
    return kind;
  }

  /** Returns whether several values can be given. */
  public boolean isList() {
    return kind.isList();
  }

  boolean hasDefault() {
    return byDefault != null;
  }

  Optional<T> byDefault() {
    return Optional.ofNullable(byDefault);
  }

  /**
   * Returns the default as it would be written, item by item, or an empty list if there is none.
   */
  List<String> defaultItems() {
    return byDefault().map(kind::print).orElse(List.of());
  }

  /** Returns the description and the default in one line. */
  public String help() {
    return hasDefault() && !defaultItems().isEmpty()
        ? description + " (" + String.join(", ", defaultItems()) + ")"
        : description;
  }

  String description() {
    return description;
  }

  boolean isSecret() {
    return isSecret;
  }

  boolean isReloadable() {
    return isReloadable;
  }

  /** Returns the name as it stands in YAML and on the command line. */
  @Override
  public String toString() {
    return name;
  }
}
