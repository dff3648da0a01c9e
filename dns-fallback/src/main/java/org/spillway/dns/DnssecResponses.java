package org.spillway.dns;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.dnssec.SigningBudget;
import org.spillway.dns.dnssec.ZoneSigner;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** Adds to replies what DNSSEC has in them (RFC 4035 §3.1). Safe for use by many threads. */
final class DnssecResponses {
  /** At about half a millisecond each, both are a quarter of a processor for each transport. */
  private static final int DATA_PER_SECOND = 200;

  private static final int DENIALS_PER_SECOND = 200;

  private final Map<Name, ZoneSigner> signers;
  private final Map<Name, SignedZone> zones;
  private final PublishedRecords published;
  private final SigningBudget udp;
  private final SigningBudget tcp;

  private DnssecResponses(
      Map<Name, ZoneSigner> signers,
      Map<Name, SignedZone> zones,
      PublishedRecords published,
      LongSupplier nanoTime) {
    this.zones = Map.copyOf(zones);
    this.signers = Map.copyOf(signers);
    this.published = published;
    this.udp = SigningBudget.of(DATA_PER_SECOND, DENIALS_PER_SECOND, nanoTime);
    this.tcp = SigningBudget.of(DATA_PER_SECOND, DENIALS_PER_SECOND, nanoTime);
  }

  /**
   * @throws IOException if a zone has a key that cannot be used; names the file
   */
  static DnssecResponses open(
      DnssecSettings settings, List<FallbackZone> zones, PublishedRecords published)
      throws IOException {
    return open(settings, zones, published, System::nanoTime);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}: limits the signatures that are made
   */
  static DnssecResponses open(
      DnssecSettings settings,
      List<FallbackZone> zones,
      PublishedRecords published,
      LongSupplier nanoTime)
      throws IOException {
    Map<Name, ZoneSigner> signers = new HashMap<>();
    Map<Name, SignedZone> signed = new HashMap<>();
    if (settings.enabled()) {
      var folder = settings.folder();
      for (FallbackZone zone : zones) {
        var keys = folder.openAll(zone.origin());
        var signer = new ZoneSigner(keys, InstantSource.system());
        signers.put(zone.origin(), signer);
        signed.put(zone.origin(), new SignedZone(zone, published, signer));
      }
    }
    return new DnssecResponses(signers, signed, published, nanoTime);
  }

  /** Of zones without keys. */
  static DnssecResponses none(PublishedRecords published) {
    return new DnssecResponses(Map.of(), Map.of(), published, System::nanoTime);
  }

  /** Null if the zone has no key. */
  @Nullable ZoneSigner signer(FallbackZone zone) {
    return signers.get(zone.origin());
  }

  /** What secondaries get, by the origins of the zones that have a key. */
  Map<Name, SignedZone> zones() {
    return zones;
  }

  /**
   * To be called when all else of the response is there. Leaves it alone if the zone has no key.
   */
  void sign(Response response, FallbackZone zone, Query query, Transport transport) {
    var signer = signer(zone);
    if (signer == null || response.isTruncated()) {
      return;
    }
    if (query.type() == ZoneSigner.NXNAME) {
      // RFC 9824 §3.5: no such record is ever there to be asked for.
      response.refuse(Rcode.FORMERR);
      return;
    }
    var budget = transport == Transport.UDP ? udp : tcp;
    if (!new DnssecResponse(signer, budget, zone, query, response).sign(published)) {
      later(response, transport);
    }
  }

  /** Who comes by TCP has an address, and a budget that no forged queries spend. */
  private static void later(Response response, Transport transport) {
    if (transport == Transport.UDP) {
      response.truncate();
      response.rcode(Rcode.NOERROR);
    } else {
      response.refuse(Rcode.SERVFAIL);
    }
  }
}
