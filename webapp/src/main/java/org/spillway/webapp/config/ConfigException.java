package org.spillway.webapp.config;

/** A mistake in the configuration; the message names the key. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }
}
