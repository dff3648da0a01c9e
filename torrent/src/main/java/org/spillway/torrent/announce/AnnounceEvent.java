package org.spillway.torrent.announce;

/** Why a peer announces itself (BEP 3, 21); the order is that of the codes in BEP 15. */
public enum AnnounceEvent {
  /** One of the announces in between, at the tracker's interval. */
  NONE(0, ""),
  COMPLETED(1, "completed"),
  STARTED(2, "started"),
  STOPPED(3, "stopped"),

  /** In every announce of a peer that lacks pieces and wants none: a partial seed (BEP 21). */
  PAUSED(4, "paused");

  private final int code;
  private final String text;

  AnnounceEvent(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Over UDP. */
  int code() {
    return code;
  }

  /** Over HTTP. */
  String text() {
    return text;
  }

  /** An event that is not known counts as none. */
  static AnnounceEvent ofCode(int code) {
    for (AnnounceEvent event : values()) {
      if (event.code == code) {
        return event;
      }
    }
    return NONE;
  }

  /** An event that is not known counts as none. */
  static AnnounceEvent ofText(String text) {
    for (AnnounceEvent event : values()) {
      if (event.text.equals(text)) {
        return event;
      }
    }
    return NONE;
  }
}
