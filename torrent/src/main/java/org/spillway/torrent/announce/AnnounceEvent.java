package org.spillway.torrent.announce;

/** Says why a peer announces itself (BEP 3, 21); the order is that of the codes in BEP 15. */
public enum AnnounceEvent {
  /** A regular announce, at the tracker's interval. */
  NONE(0, ""),
  COMPLETED(1, "completed"),
  STARTED(2, "started"),
  STOPPED(3, "stopped"),

  /**
   * Sent in every announce by a peer that lacks pieces and wants none, which is a partial seed (BEP
   * 21).
   */
  PAUSED(4, "paused");

  private final int code;
  private final String text;

  AnnounceEvent(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Returns the code over UDP. */
  int code() {
    return code;
  }

  /** Returns the text over HTTP. */
  String text() {
    return text;
  }

  /** Returns the event of a code; an unknown one counts as no event. */
  static AnnounceEvent ofCode(int code) {
    for (AnnounceEvent event : values()) {
      if (event.code == code) {
        return event;
      }
    }
    return NONE;
  }

  /** Returns the event of a text; an unknown one counts as no event. */
  static AnnounceEvent ofText(String text) {
    for (AnnounceEvent event : values()) {
      if (event.text.equals(text)) {
        return event;
      }
    }
    return NONE;
  }
}
