package org.spillway.dns.dnssec;

import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.CDNSKEYRecord;
import org.xbill.DNS.CDSRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * The keys of a zone: one signs, and another one may be published beside it, before it signs itself
 * or after it did (RFC 6781 §4.1.1). Safe for use by many threads.
 *
 * @param signing one of the published ones
 * @param published in the order of their tags
 */
public record ZoneKeys(ZoneKey signing, List<ZoneKey> published) {
  public ZoneKeys {
    if (!published.contains(signing)) {
      throw new IllegalArgumentException("the key that signs, " + signing + ", is not published");
    }
    published = List.copyOf(published);
  }

  /** One for everything. */
  public static ZoneKeys of(ZoneKey only) {
    return new ZoneKeys(only, List.of(only));
  }

  Name zone() {
    return signing.zone();
  }

  /** The DNSKEY RRset. */
  public List<Record> dnskeys() {
    return records().<Record>map(key -> key).toList();
  }

  private Stream<DNSKEYRecord> records() {
    return published.stream().map(ZoneKey::dnskey);
  }

  /** The DS RRset that the parent zone is to hold (RFC 7344 §3.1): that of all keys. */
  public List<Record> cds() {
    return records()
        .<Record>map(
            key -> new CDSRecord(zone(), DClass.IN, ZoneKey.TTL, DNSSEC.Digest.SHA256, key))
        .toList();
  }

  /** The keys themselves, for parents that make the DS records themselves (RFC 7344 §3.2). */
  public List<Record> cdnskeys() {
    return records()
        .<Record>map(
            key ->
                new CDNSKEYRecord(
                    zone(),
                    DClass.IN,
                    ZoneKey.TTL,
                    key.getFlags(),
                    key.getProtocol(),
                    key.getAlgorithm(),
                    key.getKey()))
        .toList();
  }
}
