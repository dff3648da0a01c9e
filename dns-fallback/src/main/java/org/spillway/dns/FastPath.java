package org.spillway.dns;

import org.jspecify.annotations.Nullable;
import org.spillway.dns.FastZones.FastZone;
import org.spillway.dns.dnssec.ZoneSigner;
import org.spillway.dns.guard.RateLimit.Verdict;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordName;
import org.spillway.dns.zone.TxtRrset;
import org.xbill.DNS.Type;

/**
 * Answers the most frequent queries, for TXT records and for names that do not exist, by copying
 * bytes. Everything else is left to {@link SlowPath}, which would give the same answers. Safe for
 * use by many threads.
 */
final class FastPath {
  /** The types from here to ANY are not types of data (RFC 6895 §3.1). */
  private static final int FIRST_META_TYPE = 128;

  private static final byte[] NONE = {};

  private final FastZones zones;
  private final PublishedRecords published;
  private final Guard guard;
  private final Counters counters;

  FastPath(FastZones zones, PublishedRecords published, Guard guard, Counters counters) {
    this.zones = zones;
    this.published = published;
    this.guard = guard;
    this.counters = counters;
  }

  /** Returns whether the exchange is finished: it has its answer, or must not have one. */
  boolean answer(Exchange exchange) {
    var query = exchange.fastQuery();
    if (!query.read(exchange.query(), exchange.queryLength())) {
      return false;
    }
    int most = Math.min(query.labelCount(), FastQuery.PLACES);
    for (int before = 1; before < most; before++) {
      int origin = query.label(before);
      var zone = zones.find(exchange.query(), origin, query.nameEnd());
      if (zone != null) {
        return answer(exchange, zone, origin, before);
      }
    }
    return false;
  }

  private boolean answer(Exchange exchange, FastZone zone, int origin, int labels) {
    var query = exchange.fastQuery();
    var name = RecordName.ofWire(exchange.query(), FastQuery.HEADER, labels);
    var rrset = name == null ? null : published.find(name).orElse(null);
    byte[] signature = isUsual(query, rrset) ? signature(zone.signer(), query, name, rrset) : null;
    if (signature == null) {
      return false;
    }
    var standing = guard.standing(exchange, query.cookieAt(), query.cookieLength());
    var verdict = guard.judge(exchange, standing);
    if (verdict == Verdict.DROPPED) {
      counters.dropped();
      return true;
    }
    var answer = new FastAnswer(exchange, guard, standing);
    if (verdict == Verdict.TRUNCATED) {
      answer.truncated(rrset != null);
    } else if (rrset != null) {
      answer.records(rrset, signature);
    } else {
      answer.noSuchName(zone.denial(), origin);
    }
    count(answer);
    return true;
  }

  private static boolean isUsual(FastQuery query, @Nullable TxtRrset rrset) {
    return rrset == null ? query.type() < FIRST_META_TYPE : query.type() == Type.TXT;
  }

  /**
   * Returns the signature that follows the records of a name, if there are any.
   *
   * @param signer the zone's signer; null if the zone is not signed
   * @return null if the signature must be made first
   */
  private static byte @Nullable [] signature(
      @Nullable ZoneSigner signer,
      FastQuery query,
      @Nullable RecordName name,
      @Nullable TxtRrset rrset) {
    if (signer == null) {
      return NONE;
    }
    if (!query.isDnssecOk()) {
      return query.type() == Type.NSEC ? null : NONE;
    }
    return name == null || rrset == null || query.isCompactOk() ? null : signer.kept(name, rrset);
  }

  private void count(FastAnswer answer) {
    counters.answer(answer.rcode());
    if (answer.isTruncated()) {
      counters.truncation();
    }
  }
}
