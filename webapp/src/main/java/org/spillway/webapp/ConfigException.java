package org.spillway.webapp;

/** A mistake in the configuration; the message names the key. */
final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  ConfigException(String message) {
    super(message);
  }
}
