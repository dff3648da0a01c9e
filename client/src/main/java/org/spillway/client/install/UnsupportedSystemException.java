package org.spillway.client.install;

/** The installation has to be made by hand on this system; the message says how. */
public final class UnsupportedSystemException extends Exception {
  private static final long serialVersionUID = 1;

  UnsupportedSystemException(String message) {
    super(message);
  }
}
