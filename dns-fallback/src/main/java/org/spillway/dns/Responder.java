package org.spillway.dns;

import java.util.List;
import org.spillway.dns.transfer.TransferStats;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.Header;

/**
 * From the bytes of a query to the bytes of its answer; no socket, no waiting. Safe for use by many
 * threads, each with an exchange of its own.
 */
final class Responder {
  private final FastPath fastPath;
  private final TransferPath transferPath;
  private final TsigPath tsigPath;
  private final Counters counters;

  Responder(
      List<FallbackZone> zones,
      PublishedRecords published,
      DnsSettings settings,
      DnssecResponses signing,
      Guard guard,
      Counters counters) {
    this.fastPath = new FastPath(new FastZones(zones, signing), published, guard, counters);
    var slowPath = new SlowPath(zones, published, settings, signing, guard, counters);
    this.transferPath =
        new TransferPath(zones, published, settings, signing.zones(), guard, counters);
    this.tsigPath = new TsigPath(settings, transferPath, slowPath);
    this.counters = counters;
  }

  /** Silence for responses, for less than a header, and over the rate limit. */
  void answer(Exchange exchange) {
    counters.query(exchange.transport());
    if (exchange.queryLength() < Header.LENGTH || isResponse(exchange.query())) {
      counters.silence();
    } else if (!fastPath.answer(exchange)) {
      tsigPath.answer(exchange);
    }
  }

  TransferStats transferStats() {
    return transferPath.stats();
  }

  /** The QR flag: who answers an answer never ends. */
  private static boolean isResponse(byte[] bytes) {
    return bytes[2] < 0;
  }
}
