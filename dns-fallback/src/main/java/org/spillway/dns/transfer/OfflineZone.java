package org.spillway.dns.transfer;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.spillway.catalog.CatalogListener;
import org.spillway.dns.dnssec.DnssecSettings;
import org.spillway.dns.dnssec.SignedState;
import org.spillway.dns.dnssec.SignedZone;
import org.spillway.dns.dnssec.ZoneSigner;
import org.spillway.dns.zone.FallbackZone;
import org.spillway.dns.zone.PublishedRecords;
import org.spillway.dns.zone.RecordSettings;
import org.spillway.torrent.signature.TorrentSigner;

/** A zone that is written to a file instead of being served. Safe for use by many threads. */
public final class OfflineZone {
  private final FallbackZone zone;
  private final PublishedRecords published;
  private final DnssecSettings dnssec;

  /**
   * Makes a zone without records.
   *
   * @param host the host whose files the records are about
   * @param nameServers the names of the zone's servers, the primary first
   * @param dnssec says whether the zone is signed, and with which keys
   */
  public OfflineZone(
      String host, List<String> nameServers, RecordSettings records, DnssecSettings dnssec) {
    this.published = new PublishedRecords(records, InstantSource.system());
    this.zone = new FallbackZone(host, nameServers, published);
    this.dnssec = dnssec;
  }

  /** Returns the listener that puts what a catalog offers into the zone. */
  public CatalogListener listener() {
    return published;
  }

  /** Signs the torrents, see {@link PublishedRecords#signWith}. */
  public void signWith(TorrentSigner signer) {
    published.signWith(signer);
  }

  /**
   * Writes the zone as it is now.
   *
   * @throws IOException if a key cannot be used; the message names the folder or the file
   */
  public void write(Appendable out) throws IOException {
    if (dnssec.enabled()) {
      new ZoneFile(zone).write(signed(), out);
    } else {
      new ZoneFile(zone).write(published.snapshot(), out);
    }
  }

  private SignedState signed() throws IOException {
    var keys = dnssec.folder().openAll(zone.origin());
    var signed = new SignedZone(zone, published, new ZoneSigner(keys, InstantSource.system()));
    signed.follow();
    return signed.current().orElseThrow();
  }
}
