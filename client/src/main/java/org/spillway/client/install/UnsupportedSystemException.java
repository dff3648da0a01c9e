package org.spillway.client.install;

/** Thrown if the installation has to be made by hand on this system. The message says how. */
public final class UnsupportedSystemException extends Exception {
  private static final long serialVersionUID = 1;

  UnsupportedSystemException(String message) {
    super(message);
  }
}
