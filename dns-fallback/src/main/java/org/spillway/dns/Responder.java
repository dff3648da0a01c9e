package org.spillway.dns;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
 * From the bytes of a query to the bytes of its answer; no socket, no waiting. Safe for use by many
 * threads.
 */
final class Responder {
  private static final System.Logger log = System.getLogger(Responder.class.getName());

  /** RDATA up to which a query of type ANY gets the TXT records, in bytes (RFC 8482 §4.1). */
  private static final int MAX_ANY = 400;

  private final List<FallbackZone> zones;
  private final PublishedRecords published;
  private final Counters counters;

  Responder(List<FallbackZone> zones, PublishedRecords published, Counters counters) {
    this.zones = List.copyOf(zones);
    this.published = published;
    this.counters = counters;
  }

  /** Absent if nothing may be answered: to a response, and to less than a header. */
  Optional<byte[]> answer(byte[] bytes, Transport transport) {
    return answer(bytes, transport, 0);
  }

  /**
   * @param reserve bytes that are kept free for what is added to the answer
   */
  Optional<byte[]> answer(byte[] bytes, Transport transport, int reserve) {
    counters.query(transport);
    if (bytes.length < Header.LENGTH || isResponse(bytes)) {
      counters.silence();
      return Optional.empty();
    }
    var reply = reply(bytes, transport, reserve);
    byte[] wire = reply.toWire();
    counters.answer(reply.rcode());
    if (reply.isTruncated()) {
      counters.truncation();
    }
    return Optional.of(wire);
  }

  /** The QR flag: who answers an answer never ends. */
  static boolean isResponse(byte[] bytes) {
    return bytes[2] < 0;
  }

  private Reply reply(byte[] bytes, Transport transport, int reserve) {
    var header = header(bytes);
    if (header.getOpcode() != Opcode.QUERY) {
      return Reply.toHeader(header, Rcode.NOTIMP);
    }
    try {
      return reply(Query.parse(bytes), transport, reserve);
    } catch (IOException e) {
      log.log(DEBUG, () -> "malformed query: " + e.getMessage());
      return Reply.toHeader(header, Rcode.FORMERR);
    }
  }

  private static Header header(byte[] bytes) {
    try {
      return new Header(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("any 12 bytes are a header", e);
    }
  }

  private Reply reply(Query query, Transport transport, int reserve) {
    var reply = Reply.to(query, transport, reserve);
    if (query.ednsVersion() > 0) {
      reply.rcode(Rcode.BADVERS);
      return reply;
    }
    var zone = zoneFor(query);
    if (zone.isEmpty()) {
      reply.rcode(Rcode.REFUSED);
      return reply;
    }
    reply.authoritative();
    if (query.name().equals(zone.get().origin())) {
      answerApex(zone.get(), query.type(), reply);
    } else {
      answerTorrent(zone.get(), query.name(), query.type(), reply);
    }
    return reply;
  }

  private Optional<FallbackZone> zoneFor(Query query) {
    return query.dclass() != DClass.IN || query.isTransfer()
        ? Optional.empty()
        : zones.stream().filter(zone -> zone.contains(query.name())).findFirst();
  }

  private static void answerApex(FallbackZone zone, int type, Reply reply) {
    switch (type) {
      // For ANY one RRset is enough (RFC 8482 §4.1).
      case Type.SOA, Type.ANY -> reply.answer(zone.soa());
      case Type.NS -> zone.nameServers().forEach(reply::answer);
      default -> reply.authority(zone.denial());
    }
  }

  private void answerTorrent(FallbackZone zone, Name name, int type, Reply reply) {
    var txt = zone.recordName(name).flatMap(published::find);
    if (txt.isEmpty()) {
      reply.rcode(Rcode.NXDOMAIN);
      reply.authority(zone.denial());
    } else if (type == Type.TXT || (type == Type.ANY && txt.get().length() <= MAX_ANY)) {
      txt.get().records(name).forEach(reply::answer);
    } else if (type == Type.ANY) {
      reply.answer(new HINFORecord(name, DClass.IN, txt.get().ttl(), "RFC8482", ""));
    } else {
      reply.authority(zone.denial());
    }
  }
}
