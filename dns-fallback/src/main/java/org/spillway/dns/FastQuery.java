package org.spillway.dns;

import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Type;

/**
 * Parses the usual query by hand: it has one question of class IN and at most an OPT record of
 * version 0. Everything unusual is left to dnsjava's parser. One thread uses it again and again.
 */
final class FastQuery {
  static final int HEADER = 12;

  /**
   * The number of labels whose positions are kept: those that may stand before a zone, and the
   * zone's first one.
   */
  static final int PLACES = 3;

  private static final int FIXED_OPT = 11;
  private static final int MAX_NAME = 255;
  private static final int MAX_LABEL = 63;
  private static final int NO_EDNS_PAYLOAD = 512;
  private static final int COOKIE = 10;

  /** The options up to this one have a form, or a meaning for us. */
  private static final int LAST_KNOWN_OPTION = 15;

  /** The bits of QR, the opcode and TC. */
  private static final int ODD_FLAGS = 0xFA;

  private byte[] message = new byte[0];
  private final int[] labels = new int[PLACES];
  private int labelCount;
  private int nameEnd;
  private int type;
  private boolean edns;
  private boolean dnssecOk;
  private boolean compactOk;
  private int payload;
  private int cookieAt;
  private int cookieLength;

  /** Returns whether the message is such a query; if not, the other methods must not be called. */
  boolean read(byte[] bytes, int length) {
    this.message = bytes;
    this.edns = false;
    this.dnssecOk = false;
    this.compactOk = false;
    this.payload = NO_EDNS_PAYLOAD;
    this.cookieLength = 0;
    return length > HEADER && isHeadUsual() && readQuestion(length) && readRest(length);
  }

  private boolean isHeadUsual() {
    return (message[2] & ODD_FLAGS) == 0
        && shortAt(4) == 1
        && shortAt(6) == 0
        && shortAt(8) == 0
        && shortAt(10) <= 1;
  }

  private boolean readQuestion(int length) {
    labelCount = 0;
    int at = HEADER;
    while (at < length && message[at] != 0) {
      int label = message[at] & 0xFF;
      if (label > MAX_LABEL) {
        return false;
      }
      if (labelCount < PLACES) {
        labels[labelCount] = at;
      }
      labelCount++;
      at += 1 + label;
    }
    nameEnd = at + 1;
    if (nameEnd + 4 > length || nameEnd - HEADER > MAX_NAME) {
      return false;
    }
    type = shortAt(nameEnd);
    return shortAt(nameEnd + 2) == DClass.IN;
  }

  private boolean readRest(int length) {
    int at = questionEnd();
    if (shortAt(10) == 0) {
      return at == length;
    }
    boolean opt =
        at + FIXED_OPT <= length
            && message[at] == 0
            && shortAt(at + 1) == Type.OPT
            && message[at + 5] == 0
            && message[at + 6] == 0;
    return opt && readOpt(at, length);
  }

  private boolean readOpt(int at, int length) {
    edns = true;
    payload = Math.max(NO_EDNS_PAYLOAD, shortAt(at + 3));
    dnssecOk = (shortAt(at + 7) & ExtendedFlags.DO) != 0;
    compactOk = (shortAt(at + 7) & Query.COMPACT_OK) != 0;
    int option = at + FIXED_OPT;
    if (option + shortAt(at + 9) != length) {
      return false;
    }
    while (option + 4 <= length) {
      int code = shortAt(option);
      int optionLength = shortAt(option + 2);
      option += 4;
      boolean usual = code == COOKIE ? takeCookie(option, optionLength) : code > LAST_KNOWN_OPTION;
      if (!usual) {
        return false;
      }
      option += optionLength;
    }
    return option == length;
  }

  /**
   * Returns whether this is the first cookie and has a length that cookies may have (RFC 7873 §4).
   */
  private boolean takeCookie(int at, int length) {
    boolean first = cookieLength == 0;
    cookieAt = at;
    cookieLength = length;
    return first
        && (length == 8 || (length >= 16 && length <= 40))
        && at + length <= message.length;
  }

  private int shortAt(int at) {
    return (message[at] & 0xFF) << 8 | (message[at + 1] & 0xFF);
  }

  /** Returns the end of the question, in bytes from the start of the message. */
  int questionEnd() {
    return nameEnd + 4;
  }

  int nameEnd() {
    return nameEnd;
  }

  int labelCount() {
    return labelCount;
  }

  /** Returns the position of a label's length. */
  int label(int index) {
    return labels[index];
  }

  int type() {
    return type;
  }

  boolean hasEdns() {
    return edns;
  }

  boolean isDnssecOk() {
    return dnssecOk;
  }

  /** Returns the CO flag (RFC 9824 §5.1). */
  boolean isCompactOk() {
    return compactOk;
  }

  /** Returns the length that the client accepts over UDP, in bytes. */
  int payload() {
    return payload;
  }

  int cookieAt() {
    return cookieAt;
  }

  /** Returns the length of the cookie; 0 if there is none. */
  int cookieLength() {
    return cookieLength;
  }
}
