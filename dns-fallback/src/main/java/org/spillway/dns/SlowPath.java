package org.spillway.dns;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.spillway.dns.guard.Cookies;
import org.spillway.dns.guard.Cookies.Standing;
import org.spillway.dns.guard.RateLimit.Verdict;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.DClass;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Header;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Answers every query that {@link FastPath} leaves, with dnsjava and records as objects. Safe for
 * use by many threads.
 */
final class SlowPath {
  private static final System.Logger log = System.getLogger(SlowPath.class.getName());

  /**
   * The length of the RDATA up to which a query of type ANY gets the TXT records, in bytes (RFC
   * 8482 §4.1).
   */
  private static final int MAX_ANY = 400;

  private final List<FallbackZone> zones;
  private final WildcardZones wildcards;
  private final PublishedRecords published;
  private final ServerVersion version;
  private final ResponseOptions options;
  private final DnssecResponses signing;
  private final Guard guard;
  private final Counters counters;

  SlowPath(
      List<FallbackZone> zones,
      PublishedRecords published,
      DnsSettings settings,
      DnssecResponses signing,
      Guard guard,
      Counters counters) {
    this.zones = List.copyOf(zones);
    this.wildcards = new WildcardZones(settings, published);
    this.published = published;
    this.version = new ServerVersion(settings.version());
    this.options = new ResponseOptions(guard.cookies(), settings.tcp().idle());
    this.signing = signing;
    this.guard = guard;
    this.counters = counters;
  }

  void answer(Exchange exchange) {
    byte[] bytes = exchange.queryBytes();
    var header = header(bytes);
    try {
      if (header.getOpcode() == Opcode.QUERY) {
        answer(Query.parse(bytes), exchange);
      } else {
        refuse(header, Rcode.NOTIMP, exchange);
      }
    } catch (IOException e) {
      log.log(DEBUG, () -> "malformed query: " + e.getMessage());
      refuse(header, Rcode.FORMERR, exchange);
    }
  }

  private void refuse(Header header, int rcode, Exchange exchange) {
    if (guard.judge(exchange, Standing.UNKNOWN) == Verdict.DROPPED) {
      counters.dropped();
    } else {
      send(Response.toHeader(header, rcode), Standing.UNKNOWN, exchange);
    }
  }

  /** Refuses a query with an answer that is finished already. */
  void refuse(byte[] answer, int rcode, Exchange exchange) {
    if (guard.judge(exchange, Standing.UNKNOWN) == Verdict.DROPPED) {
      counters.dropped();
      return;
    }
    exchange.answered(answer);
    counters.answer(rcode);
  }

  private void answer(Query query, Exchange exchange) {
    var standing = guard.standing(exchange, query);
    var verdict = guard.judge(exchange, standing);
    if (verdict == Verdict.DROPPED) {
      counters.dropped();
      return;
    }
    var response = Response.to(query, exchange, options.to(query, standing, exchange));
    if (verdict == Verdict.TRUNCATED) {
      response.truncate();
    }
    fill(response, query, standing, exchange.transport());
    send(response, standing, exchange);
  }

  private void send(Response response, Standing standing, Exchange exchange) {
    byte[] wire = response.toWire();
    if (!guard.allows(exchange, standing, wire.length)) {
      response.truncate();
      wire = response.toWire();
    }
    exchange.answered(wire);
    counters.answer(response.rcode());
    if (response.isTruncated()) {
      counters.truncation();
    }
  }

  private static Header header(byte[] bytes) {
    try {
      return new Header(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("any 12 bytes are a header", e);
    }
  }

  private void fill(Response response, Query query, Standing standing, Transport transport) {
    if (query.ednsVersion() > 0) {
      response.rcode(Rcode.BADVERS);
      return;
    }
    if (!query.hasQuestion()) {
      response.rcode(isCookieBad(query, standing) ? Rcode.BADCOOKIE : Rcode.NOERROR);
      return;
    }
    var told = version.answer(query);
    if (told.isPresent()) {
      response.answer(told.get());
      return;
    }
    var zone = zoneFor(query);
    if (zone.isEmpty()) {
      response.rcode(Rcode.REFUSED);
      return;
    }
    response.authoritative();
    if (query.name().equals(zone.get().origin())) {
      answerApex(zone.get(), query.type(), response);
    } else {
      answerTorrent(zone.get(), query.name(), query.type(), response);
    }
    signing.sign(response, zone.get(), query, transport);
  }

  /** Returns whether the query has a cookie of ours that is not valid (RFC 7873 §5.4). */
  private static boolean isCookieBad(Query query, Standing standing) {
    return standing == Standing.UNKNOWN && query.cookie().length > Cookies.CLIENT_LENGTH;
  }

  private Optional<FallbackZone> zoneFor(Query query) {
    return query.dclass() != DClass.IN || query.isTransfer()
        ? Optional.empty()
        : zones.stream()
            .filter(zone -> zone.contains(query.name()))
            .findFirst()
            .or(() -> wildcards.find(query.name()));
  }

  private static void answerApex(FallbackZone zone, int type, Response response) {
    switch (type) {
      // For ANY one RRset is enough (RFC 8482 §4.1).
      case Type.SOA, Type.ANY -> response.answer(zone.soa());
      case Type.NS -> zone.nameServers().forEach(response::answer);
      default -> response.authority(zone.denial());
    }
  }

  private void answerTorrent(FallbackZone zone, Name name, int type, Response response) {
    var txt = zone.recordName(name).flatMap(published::find);
    if (txt.isEmpty()) {
      response.rcode(Rcode.NXDOMAIN);
      response.authority(zone.denial());
    } else if (type == Type.TXT || (type == Type.ANY && txt.get().length() <= MAX_ANY)) {
      response.answer(txt.get(), name);
    } else if (type == Type.ANY) {
      response.answer(new HINFORecord(name, DClass.IN, txt.get().ttl(), "RFC8482", ""));
    } else {
      response.authority(zone.denial());
    }
  }
}
