package org.spillway.webapp.config;

import java.util.List;

/** What is wrong with the configuration: one line for each mistake, which names place and key. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  public ConfigException(String mistake) {
    this(List.of(mistake));
  }

  ConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes));
  }
}
