package org.spillway.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The answer of one server to one question. */
record DnsAnswer(Message message, AnsweredBy by) {
  static DnsAnswer of(Message message, NameServer server, DnsTransport transport) {
    boolean validated = server.isTrusted() && message.getHeader().getFlag(Flags.AD);
    return new DnsAnswer(message, new AnsweredBy(server, transport, validated));
  }

  /**
   * Returns whether the answer is complete, and says that there are such records or that there are
   * none.
   */
  boolean isUsable() {
    boolean known = rcode() == Rcode.NOERROR || rcode() == Rcode.NXDOMAIN;
    return known && !isTruncated() && !isReferral();
  }

  /**
   * Returns whether the server only refers to other servers (RFC 2308 §2.2) or to a name in another
   * zone, which is not NODATA.
   */
  private boolean isReferral() {
    boolean leadsOn = hasAuthority(Type.NS) || alias().isPresent();
    return rcode() == Rcode.NOERROR && !hasData() && leadsOn && !hasAuthority(Type.SOA);
  }

  /** Returns whether there are records of the type that was asked for. */
  boolean hasData() {
    var question = message.getQuestion();
    return question != null
        && message.getSection(Section.ANSWER).stream()
            .anyMatch(record -> record.getType() == question.getType());
  }

  /**
   * Returns the name that the name asked for is an alias of, in lower case and without a final dot.
   */
  Optional<String> alias() {
    var question = message.getQuestion();
    return message.getSection(Section.ANSWER).stream()
        .filter(CNAMERecord.class::isInstance)
        .filter(alias -> question != null && alias.getName().equals(question.getName()))
        .map(alias -> ((CNAMERecord) alias).getTarget().toString(true).toLowerCase(Locale.ROOT))
        .findFirst();
  }

  private boolean hasAuthority(int type) {
    return message.getSection(Section.AUTHORITY).stream().anyMatch(it -> it.getType() == type);
  }

  boolean isTruncated() {
    return message.getHeader().getFlag(Flags.TC);
  }

  /**
   * Returns whether the server may know no EDNS, so that it has to be asked without (RFC 6891
   * §6.2.2).
   */
  boolean isEdnsRefused() {
    boolean isError = rcode() == Rcode.FORMERR || rcode() == Rcode.NOTIMP;
    return isError && message.getOPT() == null;
  }

  private int rcode() {
    return message.getRcode();
  }

  /**
   * Returns NODATA for a name without such records (RFC 2308 §2.2), and otherwise the name of the
   * RCODE.
   */
  String status() {
    if (isTruncated()) {
      return "truncated";
    }
    if (isReferral()) {
      return "refers to other servers, because it does not look up names for clients";
    }
    return rcode() == Rcode.NOERROR && txt().isEmpty() ? "NODATA" : Rcode.string(rcode());
  }

  /** Returns the strings of each TXT record. */
  List<List<String>> txt() {
    return records().map(DnsAnswer::strings).toList();
  }

  private Stream<TXTRecord> records() {
    return message.getSection(Section.ANSWER).stream()
        .filter(TXTRecord.class::isInstance)
        .map(TXTRecord.class::cast);
  }

  /** Reads the bytes, because getStrings() escapes those that are not printable. */
  private static List<String> strings(TXTRecord record) {
    return record.getStringsAsByteArrays().stream()
        .map(bytes -> new String(bytes, ISO_8859_1))
        .toList();
  }

  Freshness freshness() {
    if (isExpired()) {
      return Freshness.EXPIRED;
    }
    boolean isFromItsZone = message.getHeader().getFlag(Flags.AA);
    return isFromItsZone ? Freshness.CURRENT : Freshness.CACHED;
  }

  /** Returns whether its extended error codes say so (RFC 8914 §4.4, §4.20). */
  private boolean isExpired() {
    var opt = message.getOPT();
    return opt != null
        && opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
            .mapToInt(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
            .anyMatch(
                code ->
                    code == ExtendedErrorCodeOption.STALE_ANSWER
                        || code == ExtendedErrorCodeOption.STALE_NXDOMAIN_ANSWER);
  }

  /** Returns the smallest time to live of the TXT records, or zero if there are none. */
  Duration ttl() {
    return Duration.ofSeconds(records().mapToLong(TXTRecord::getTTL).min().orElse(0));
  }
}
