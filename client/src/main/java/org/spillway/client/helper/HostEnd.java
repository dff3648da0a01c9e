package org.spillway.client.helper;

/** The reason why the helper ended. */
public enum HostEnd {
  /** The browser closed the connection. */
  CLOSED,
  /** The connection or the folder of downloads could not be used. The log says more. */
  FAILED,
  /** The caller is not an extension that may use the helper. */
  REFUSED,
  /** The input is not native messaging, or ends within a message. */
  LOST_FRAMING
}
