package org.spillway.webapp.config;

import java.util.List;

/**
 * Thrown if the configuration is wrong. The message has one line for each mistake, which names its
 * place and key.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  public ConfigException(String mistake) {
    this(List.of(mistake));
  }

  ConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes));
  }
}
