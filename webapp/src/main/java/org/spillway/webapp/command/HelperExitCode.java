package org.spillway.webapp.command;

import org.spillway.client.helper.HostEnd;

/** Says how {@code spillway native-host} ends. */
enum HelperExitCode {
  CLOSED(0, "the browser closed the connection"),
  FAILED(1, "something else went wrong, as the message says"),
  REFUSED(2, "an option is wrong, or the caller is not the extension of this program"),
  LOST_FRAMING(7, "the input is not native messaging, or ends within a message");

  private final int code;
  private final String meaning;

  HelperExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  static HelperExitCode of(HostEnd end) {
    return switch (end) {
      case CLOSED -> CLOSED;
      case FAILED -> FAILED;
      case REFUSED -> REFUSED;
      case LOST_FRAMING -> LOST_FRAMING;
    };
  }

  /** Returns the process's exit status. */
  int code() {
    return code;
  }

  /** Returns one line for a help text, without a full stop. */
  String meaning() {
    return meaning;
  }
}
