package org.spillway.webapp.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration: its name, what may be written, the value that it has when nothing
 * is, and what it is for.
 *
 * @param <T> what its value is read as
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
   * @param byDefault taken from the settings that the key belongs to, so that it stands there alone
   */
  static <T> Key<T> of(String name, Kind<T> kind, T byDefault, String description) {
    return new Key<>(name, kind, byDefault, description, false, false);
  }

  /** A key that has no value of its own unless one is given; the description says what then is. */
  static <T> Key<T> optional(String name, Kind<T> kind, String description) {
    return new Key<>(name, kind, null, description, false, false);
  }

  /** The same key, whose value is never printed. */
  Key<T> secret() {
    return new Key<>(name, kind, byDefault, description, true, isReloadable);
  }

  /** The same key, for a file that is read again when it changes. */
  Key<T> reloadable() {
    return new Key<>(name, kind, byDefault, description, isSecret, true);
  }

  /** The name of its environment variable: {@code SPILLWAY_HTTP_PORT}. */
  String variable() {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  static boolean isVariable(String name) {
    return name.startsWith(ENVIRONMENT_PREFIX);
  }

  Kind<T> kind() {
    return kind;
  }

  /** Whether several values can be given. */
  public boolean isList() {
    return kind.isList();
  }

  boolean hasDefault() {
    return byDefault != null;
  }

  Optional<T> byDefault() {
    return Optional.ofNullable(byDefault);
  }

  /** The default as it would be written, item by item; empty if there is none. */
  List<String> defaultItems() {
    return byDefault().map(kind::print).orElse(List.of());
  }

  /** What the key is for, and its default, in one line. */
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

  /** The name as it stands in YAML and on the command line. */
  @Override
  public String toString() {
    return name;
  }
}
