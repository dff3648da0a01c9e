package org.spillway.dns;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * A well-formed query (RFC 1035 §4, RFC 6891): it has exactly one question, or none if it asks for
 * a cookie alone, and at most one OPT record.
 */
final class Query {
  /** The length that every client accepts over UDP, in bytes (RFC 1035 §2.3.4). */
  private static final int MIN_PAYLOAD = 512;

  static final int COMPACT_OK = 0x4000;

  private final Header header;
  private final @Nullable Record question;
  private final @Nullable OPTRecord opt;
  private final List<Record> authority;

  private Query(Header header, Message message, @Nullable OPTRecord opt) {
    this.header = header;
    this.question = message.getQuestion();
    this.opt = opt;
    this.authority = List.copyOf(message.getSection(Section.AUTHORITY));
  }

  /**
   * Parses a query more strictly than dnsjava's parser. Also rejects another number of questions
   * than one (RFC 9619) except for RFC 7873 §5.4, a second OPT record, bytes after the last record,
   * and a message with the TC flag that ends before its last record.
   *
   * @throws IOException if the message is not such a query; the message says what is wrong
   */
  static Query parse(byte[] bytes) throws IOException {
    var message = new Message(bytes);
    // The message's own header counts anew what was read.
    var header = new Header(bytes);
    require(message.numBytes() == bytes.length, "bytes after the last record");
    require(header.getCount(Section.QUESTION) <= 1, "more than one question");
    for (int section = Section.QUESTION; section <= Section.ADDITIONAL; section++) {
      boolean whole = message.getSection(section).size() == header.getCount(section);
      require(whole, "fewer records than announced");
    }
    var query = new Query(header, message, opt(message));
    require(query.hasQuestion() || query.cookie().length > 0, "no question");
    return query;
  }

  private static @Nullable OPTRecord opt(Message message) throws WireParseException {
    OPTRecord opt = null;
    for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
      for (Record record : message.getSection(section)) {
        if (record instanceof OPTRecord found) {
          require(opt == null, "a second OPT record");
          require(section == Section.ADDITIONAL, "an OPT record where none belongs");
          require(found.getName().equals(Name.root), "an OPT record with a name");
          opt = found;
        }
      }
    }
    return opt;
  }

  private static void require(boolean condition, String problem) throws WireParseException {
    if (!condition) {
      throw new WireParseException(problem);
    }
  }

  int id() {
    return header.getID();
  }

  boolean isRecursionDesired() {
    return header.getFlag(Flags.RD);
  }

  /** Returns false if the query asks for a cookie alone (RFC 7873 §5.4). */
  boolean hasQuestion() {
    return question != null;
  }

  Record question() {
    if (question == null) {
      throw new IllegalStateException("there is no question");
    }
    return question;
  }

  /** Returns the name, in the case in which it was asked for. */
  Name name() {
    return question().getName();
  }

  int type() {
    return question().getType();
  }

  int dclass() {
    return question().getDClass();
  }

  boolean isTransfer() {
    return hasQuestion() && (type() == Type.AXFR || type() == Type.IXFR);
  }

  /**
   * Returns the authority section; IXFR has the SOA record of the client's zone there (RFC 1995
   * §3).
   */
  List<Record> authority() {
    return authority;
  }

  boolean hasEdns() {
    return opt != null;
  }

  /** Returns the version of EDNS; 0 also if there is no OPT record. */
  int ednsVersion() {
    return optRecord().map(OPTRecord::getVersion).orElse(0);
  }

  /** Returns the DO flag, which an answer repeats (RFC 3225 §3). */
  boolean isDnssecOk() {
    return optRecord().filter(found -> (found.getFlags() & ExtendedFlags.DO) != 0).isPresent();
  }

  /**
   * Returns the CO flag: a name that does not exist may be denied compactly with NXDOMAIN (RFC 9824
   * §5.1).
   */
  boolean isCompactOk() {
    return optRecord().filter(found -> (found.getFlags() & COMPACT_OK) != 0).isPresent();
  }

  /** Returns the length that the client accepts over UDP, in bytes (RFC 6891 §6.2.3). */
  int payloadSize() {
    return Math.max(MIN_PAYLOAD, optRecord().map(OPTRecord::getPayloadSize).orElse(MIN_PAYLOAD));
  }

  /**
   * Returns the client's cookie, followed by the server's if the client has one (RFC 7873 §4);
   * empty without a cookie. The parser has checked the lengths.
   */
  byte[] cookie() {
    return option(EDNSOption.Code.COOKIE).orElse(new byte[0]);
  }

  /** Returns whether the client asks how long a connection may be idle (RFC 7828). */
  boolean wantsKeepalive() {
    return option(EDNSOption.Code.TCP_KEEPALIVE).isPresent();
  }

  private Optional<byte[]> option(int code) {
    return optRecord().stream()
        .flatMap(found -> found.getOptions(code).stream())
        .map(Query::data)
        .findFirst();
  }

  /** Returns an option's data, without its code and length. */
  private static byte[] data(EDNSOption option) {
    byte[] wire = option.toWire();
    return Arrays.copyOfRange(wire, 4, wire.length);
  }

  private Optional<OPTRecord> optRecord() {
    return Optional.ofNullable(opt);
  }
}
