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

/** What one server said to one question. */
record DnsAnswer(Message message, AnsweredBy by) {
  static DnsAnswer of(Message message, NameServer server, DnsTransport transport) {
    boolean validated = server.isTrusted() && message.getHeader().getFlag(Flags.AD);
    return new DnsAnswer(message, new AnsweredBy(server, transport, validated));
  }

  /** Whether it says that there are such records or that there are none, and says all of it. */
  boolean isUsable() {
    boolean known = rcode() == Rcode.NOERROR || rcode() == Rcode.NXDOMAIN;
    return known && !isTruncated() && !isReferral();
  }

  /**
   * Not NODATA: a server that is no resolver names those that may know (RFC 2308 §2.2), or the name
   * in another zone that may have data.
   */
  private boolean isReferral() {
    boolean leadsOn = hasAuthority(Type.NS) || alias().isPresent();
    return rcode() == Rcode.NOERROR && !hasData() && leadsOn && !hasAuthority(Type.SOA);
  }

  /** Whether there are records of the type that was asked for. */
  boolean hasData() {
    var question = message.getQuestion();
    return question != null
        && message.getSection(Section.ANSWER).stream()
            .anyMatch(record -> record.getType() == question.getType());
  }

  /** The name that the name asked for is an alias of, in lower case and without a final dot. */
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
   * Whether a server may be one that knows no EDNS: it is to be asked without (RFC 6891 §6.2.2).
   */
  boolean isEdnsRefused() {
    boolean isError = rcode() == Rcode.FORMERR || rcode() == Rcode.NOTIMP;
    return isError && message.getOPT() == null;
  }

  private int rcode() {
    return message.getRcode();
  }

  /** NODATA for a name without such records (RFC 2308 §2.2), else the name of the RCODE. */
  String status() {
    if (isTruncated()) {
      return "truncated";
    }
    if (isReferral()) {
      return "names other servers only, as it is no resolver";
    }
    return rcode() == Rcode.NOERROR && txt().isEmpty() ? "NODATA" : Rcode.string(rcode());
  }

  /** The strings of each TXT record. */
  List<List<String>> txt() {
    return records().map(DnsAnswer::strings).toList();
  }

  private Stream<TXTRecord> records() {
    return message.getSection(Section.ANSWER).stream()
        .filter(TXTRecord.class::isInstance)
        .map(TXTRecord.class::cast);
  }

  /** Not getStrings(): it escapes what is not printable. */
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

  /** By its extended error codes (RFC 8914 §4.4, §4.20). */
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

  /** The smallest of the TXT records; zero without any. */
  Duration ttl() {
    return Duration.ofSeconds(records().mapToLong(TXTRecord::getTTL).min().orElse(0));
  }
}
