package org.spillway.client.helper;

/** How the helper ends. */
public enum HostEnd {
  CLOSED(0, "the browser closed the connection"),
  FAILED(1, "something else went wrong, as the message says"),
  REFUSED(2, "an option is wrong, or the caller is not the extension of this program"),
  LOST_FRAMING(7, "the input is not native messaging, or ends within a message");

  private final int code;
  private final String meaning;

  HostEnd(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }

  /** One line for a help text, without a full stop. */
  public String meaning() {
    return meaning;
  }
}
