package org.spillway.webapp.config;

import java.util.List;

/** The keys of the log. */
public final class LogConfig {
  public static final Key<LogFormat> FORMAT =
      Key.of(
          "log.format",
          Kinds.oneOf(LogFormat.class),
          LogFormat.TEXT,
          "form of the log on standard error: text, or json for an object on each line; mistakes in"
              + " the configuration are text always");

  static final List<Key<?>> KEYS = List.of(FORMAT);

  private LogConfig() {}
}
